package io.jsentinel.server.net;

import io.jsentinel.acl.Catalogue;
import io.jsentinel.acl.Denial;
import io.jsentinel.acl.User;
import io.jsentinel.acl.UserText;
import io.jsentinel.acl.Users;
import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Commands;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** ACL and its subcommands, but for those that use the ACL file. */
final class AclCommands {

    private static final Resp NO_INTEGER = Resp.error("value is not an integer or out of range");
    private static final Resp BAD_BITS = Resp.error("ACL GENPASS argument must be the number of bits for the output"
            + " password, a positive number up to 4096");

    private static final int MAX_BITS = 4096;
    private static final int DEFAULT_BITS = 256;
    private static final int BITS_PER_DIGIT = 4;
    private static final int DEFAULT_LOG_COUNT = 10;

    private final Sessions sessions;
    private final Access access;
    private final Users users;
    private final UserText form;
    private final SecureRandom random = new SecureRandom();

    AclCommands(Sessions sessions) {
        this.sessions = sessions;
        this.access = sessions.access();
        this.users = access.users();
        this.form = sessions.accounts().form();
    }

    void addTo(Map<String, SessionCommand> commands) {
        commands.put("acl|whoami", (client, words) -> client.answer(Resp.bulk(client.facts().user)));
        commands.put("acl|users", (client, words) -> client.answer(names()));
        commands.put("acl|list", (client, words) -> client.answer(lines()));
        commands.put("acl|getuser", (client, words) -> client.answer(getUser(words.get(2))));
        commands.put("acl|setuser", this::setUser);
        commands.put("acl|deluser", this::deleteUsers);
        commands.put("acl|cat", (client, words) -> client.answer(categories(words)));
        commands.put("acl|genpass", (client, words) -> client.answer(password(words)));
        commands.put("acl|log", (client, words) -> client.answer(log(words)));
        commands.put("acl|dryrun", (client, words) -> client.answer(dryRun(words)));
    }

    private Resp names() {
        return Resp.bulks(users.all().stream().map(User::name).toList());
    }

    private Resp lines() {
        return Resp.bulks(users.all().stream().map(form::line).toList());
    }

    private Resp getUser(String name) {
        return users.find(name).map(form::map).orElse(Resp.NULL);
    }

    private void setUser(ClientSession client, List<String> words) {
        Optional<Users.Refusal> refusal = users.set(words.get(2), words.subList(3, words.size()));
        if (refusal.isPresent()) {
            client.answer(Resp.error(sentence(refusal.get())));
            return;
        }
        sessions.backend().usersChanged();
        client.answer(Resp.OK);
        sessions.review(words.get(2)::equals, client);
    }

    /** Tells the rule back as it was sent: the client knows it, and nobody else is told. */
    private static String sentence(Users.Refusal refusal) {
        return switch (refusal.kind()) {
            case NAME, PARENTHESIS -> refusal.text();
            case SYNTAX, RULE -> {
                int nul = refusal.rule().indexOf('\0');
                String rule = nul < 0 ? refusal.rule() : refusal.rule().substring(0, nul);
                yield "Error in ACL SETUSER modifier '" + rule + "': " + refusal.text();
            }
        };
    }

    private void deleteUsers(ClientSession client, List<String> words) {
        List<String> names = words.subList(2, words.size());
        if (names.contains(Users.DEFAULT)) {
            client.answer(Resp.error("The 'default' user cannot be removed"));
            return;
        }
        long removed = names.stream().filter(users::remove).count();
        if (removed > 0) {
            sessions.backend().usersChanged();
        }
        client.answer(Resp.integer(removed));
        sessions.review(names::contains, client);
    }

    private Resp categories(List<String> words) {
        if (words.size() > 3) {
            return wrongCount(words);
        }
        if (words.size() == 2) {
            return Resp.bulks(Catalogue.CATEGORIES);
        }
        List<String> names = users.catalogue().namesIn(words.get(2));
        return names == null ? Resp.error("Unknown category '" + words.get(2) + "'") : Resp.bulks(names);
    }

    private Resp password(List<String> words) {
        if (words.size() > 3) {
            return wrongCount(words);
        }
        OptionalLong bits = words.size() == 2 ? OptionalLong.of(DEFAULT_BITS) : Decimal.parse(words.get(2));
        if (bits.isEmpty()) {
            return NO_INTEGER;
        }
        if (bits.getAsLong() <= 0 || bits.getAsLong() > MAX_BITS) {
            return BAD_BITS;
        }
        StringBuilder digits = new StringBuilder();
        for (long left = bits.getAsLong(); left > 0; left -= BITS_PER_DIGIT) {
            digits.append(Character.forDigit(random.nextInt(1 << BITS_PER_DIGIT), 1 << BITS_PER_DIGIT));
        }
        return Resp.bulk(digits.toString());
    }

    private Resp log(List<String> words) {
        if (words.size() > 3) {
            return wrongCount(words);
        }
        if (words.size() == 3 && words.get(2).equalsIgnoreCase("reset")) {
            access.log().clear();
            return Resp.OK;
        }
        OptionalLong count = words.size() == 2 ? OptionalLong.of(DEFAULT_LOG_COUNT) : Decimal.parse(words.get(2));
        return count.isEmpty() ? NO_INTEGER : access.log().newest(count.getAsLong(), System.currentTimeMillis());
    }

    private Resp dryRun(List<String> words) {
        Optional<User> user = users.find(words.get(2));
        if (user.isEmpty()) {
            return Resp.error("User '" + words.get(2) + "' not found");
        }
        List<String> request = words.subList(3, words.size());
        Optional<CommandSpec> command = command(request);
        if (command.isEmpty()) {
            return Resp.error("Command '" + request.get(0) + "' not found");
        }
        if (!command.get().accepts(request.size())) {
            return Commands.wrongArity(command.get().fullName());
        }
        Optional<Denial> denial = user.get().denial(command.get(), request);
        return denial.map(reason -> access.texts().sentence(user.get().name(), reason))
                .orElse(Resp.OK);
    }

    private Optional<CommandSpec> command(List<String> request) {
        Optional<CommandSpec> command = sessions.commands().find(request.get(0));
        boolean hasSubcommand =
                command.isPresent() && !command.get().subcommands().isEmpty() && request.size() > 1;
        return hasSubcommand ? sessions.commands().find(request.get(0) + "|" + request.get(1)) : command;
    }

    private static Resp wrongCount(List<String> words) {
        return Resp.error("unknown subcommand or wrong number of arguments for '" + words.get(1) + "'. Try "
                + words.get(0).toUpperCase(Locale.ROOT) + " HELP.");
    }
}
