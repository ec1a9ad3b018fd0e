package io.jsentinel.server.net;

import io.jsentinel.acl.AccessLog;
import io.jsentinel.acl.Denial;
import io.jsentinel.acl.User;
import io.jsentinel.acl.Users;
import io.jsentinel.command.CommandSpec;
import io.jsentinel.config.Personality;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.store.Accounts;
import java.util.List;
import java.util.Optional;

/** Who may use this server and for what. Keeps the log of what was denied. On the event loop. */
final class Access {

    static final Resp NOT_LOGGED_IN = Resp.error("-NOAUTH Authentication required.");

    private static final Resp WRONG = Resp.error("-WRONGPASS invalid username-password pair or user is disabled.");

    private static final Resp NO_PASSWORD = Resp.error("AUTH <password> called without any password configured for the"
            + " default user. Are you sure your configuration is correct?");

    private final Users users;
    private final DenialText texts;
    private final AccessLog log;
    private final Traffic traffic;

    Access(ServerConfig config, Accounts accounts, Traffic traffic) {
        this.users = accounts.users();
        this.texts = new DenialText(config.personality());
        this.log =
                new AccessLog(config.acl().logMaxEntries(), config.personality().isAtLeast(Personality.REDIS_7_2));
        this.traffic = traffic;
    }

    /** Whether clients must log in: the default user has a password, or is off. */
    boolean needsPassword() {
        User user = users.defaultUser();
        return !user.needsNoPassword() || !user.isEnabled();
    }

    /** Whether this client must log in before it is served. */
    boolean mustLogIn(ClientFacts client) {
        return !client.loggedIn && needsPassword();
    }

    /**
     * Logs a client in, if user and password are right.
     *
     * @param command the command as the client wrote it, for the log
     * @param userAndPassword both, or a password of the default user
     * @return OK or an error
     */
    Resp login(ClientSession client, String command, List<String> userAndPassword) {
        boolean named = userAndPassword.size() > 1;
        if (!named && users.defaultUser().needsNoPassword()) {
            return NO_PASSWORD;
        }
        String user = named ? userAndPassword.get(0) : Users.DEFAULT;
        if (!users.accepts(user, userAndPassword.get(userAndPassword.size() - 1))) {
            traffic.deniedLogins++;
            note(client, new Denial(Denial.Reason.AUTH, command, 0), user);
            return WRONG;
        }
        client.facts().user = user;
        client.facts().loggedIn = true;
        return Resp.OK;
    }

    /** Why the client may not do this; nothing when it may. */
    Optional<Resp> refusal(ClientSession client, CommandSpec command, List<String> words) {
        String name = client.facts().user;
        Optional<User> user = users.find(name);
        if (user.isEmpty()) {
            // The user was removed in this very moment; the connection is about to close.
            return Optional.of(NOT_LOGGED_IN);
        }
        Optional<Denial> denial = user.get().denial(command, words);
        if (denial.isEmpty()) {
            return Optional.empty();
        }
        if (denial.get().reason() == Denial.Reason.COMMAND) {
            traffic.deniedCommands++;
        } else {
            traffic.deniedChannels++;
        }
        note(client, denial.get(), name);
        return Optional.of(texts.refusal(name, denial.get()));
    }

    /** Whether a client's user exists still and may listen to what it listens to. */
    boolean mayStay(ClientSession client) {
        Optional<User> user = users.find(client.facts().user);
        return user.isPresent()
                && client.subscriptions().listed(false).stream()
                        .allMatch(name -> user.get().mayListen(false, name))
                && client.subscriptions().listed(true).stream()
                        .allMatch(name -> user.get().mayListen(true, name));
    }

    /** Whether there is a user of that name. */
    boolean isUser(String name) {
        return users.find(name).isPresent();
    }

    AccessLog log() {
        return log;
    }

    Users users() {
        return users;
    }

    DenialText texts() {
        return texts;
    }

    private void note(ClientSession client, Denial denial, String user) {
        String line = ClientLine.of(client, System.nanoTime());
        log.add(new AccessLog.Incident(denial, user, line), System.currentTimeMillis());
    }
}
