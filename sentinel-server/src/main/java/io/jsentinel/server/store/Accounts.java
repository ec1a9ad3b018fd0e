package io.jsentinel.server.store;

import io.jsentinel.acl.Catalogue;
import io.jsentinel.acl.User;
import io.jsentinel.acl.UserFileText;
import io.jsentinel.acl.UserText;
import io.jsentinel.acl.Users;
import io.jsentinel.command.Commands;
import io.jsentinel.config.AclConfig;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.SavedUsers;
import io.jsentinel.config.ServerConfig;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The users that a configuration asks for, and the file that they come from if it is not the configuration itself. */
public final class Accounts {

    private static final String BOTH = "Configuring Redis with users defined in redis.conf and at the same setting an"
            + " ACL file path is invalid. This setup is very likely to lead to configuration errors and security holes,"
            + " please define either an ACL file or declare users directly in your redis.conf, but not both.";

    private final Users users;
    private final UserText form;
    private final Optional<UserFile> file;

    private Accounts(Users users, UserText form, Optional<UserFile> file) {
        this.users = users;
        this.form = form;
        this.file = file;
    }

    /**
     * Makes the users of a configuration, and reads the ACL file if it names one.
     *
     * @throws ConfigException for the first line that makes no sense, or with all errors of the ACL file
     */
    public static Accounts load(ServerConfig config) throws ConfigException {
        AclConfig acl = config.acl();
        Catalogue catalogue = new Catalogue(Commands.of(config.personality()).all());
        Users users = new Users(catalogue, acl.allChannelsByDefault());
        config.requirePass().ifPresent(password -> users.set(Users.DEFAULT, List.of("resetpass", ">" + password)));
        Optional<UserFile> file = file(config);
        if (file.isPresent()) {
            if (!acl.users().isEmpty()) {
                throw acl.users().get(0).line().error(BOTH);
            }
            users.become(parse(file.get(), users));
        } else {
            declare(users, acl.users());
        }
        users.loaded();
        return new Accounts(users, new UserText(config.personality()), file);
    }

    /** The users; on the event loop. */
    public Users users() {
        return users;
    }

    /** The names of the users that nobody can log in as. */
    public List<String> disabled() {
        return users.all().stream()
                .filter(user -> !user.isEnabled())
                .map(User::name)
                .toList();
    }

    /** How users are written. */
    public UserText form() {
        return form;
    }

    /** The ACL file; absent when users stand in the configuration. */
    public Optional<UserFile> file() {
        return file;
    }

    /** What the configuration file must say of the users; absent when they are in a file of their own. */
    public Optional<SavedUsers> toSave() {
        if (file.isPresent()) {
            return Optional.empty();
        }
        Map<String, String> rules = new TreeMap<>();
        for (User user : users.all()) {
            rules.put(user.name(), form.rules(user));
        }
        return Optional.of(new SavedUsers(rules, users.changed()));
    }

    private static Optional<UserFile> file(ServerConfig config) throws ConfigException {
        String name = config.acl().file();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UserFile(
                    name,
                    ByteText.toPath(config.dir()).resolve(ByteText.toPath(name)).toAbsolutePath()));
        } catch (InvalidPathException e) {
            throw aborted("the path of aclfile cannot be one");
        }
    }

    private static Users parse(UserFile file, Users like) throws ConfigException {
        try {
            UserFileText.Parsed parsed = UserFileText.parse(file.name(), file.read(), like);
            if (!parsed.errors().isEmpty()) {
                throw aborted(parsed.errors());
            }
            return parsed.users();
        } catch (IOException e) {
            throw aborted(e.getMessage());
        }
    }

    private static ConfigException aborted(String reason) {
        return new ConfigException("", 0, "", "Aborting startup because of ACL errors: " + reason, Optional.empty());
    }

    private static void declare(Users users, List<AclConfig.UserLine> lines) throws ConfigException {
        Set<String> seen = new TreeSet<>();
        for (AclConfig.UserLine line : lines) {
            if (!seen.add(line.name())) {
                throw line.line()
                        .error("Error in user declaration '" + line.name()
                                + "': Duplicate user found. A user can only be defined once in config files");
            }
            List<String> rules = new ArrayList<>(line.rules());
            if (line.name().equals(Users.DEFAULT)) {
                rules.add(0, "reset");
            }
            Optional<Users.Refusal> refusal = users.set(line.name(), rules);
            if (refusal.isPresent()) {
                throw line.line().error(sentence(refusal.get()));
            }
        }
    }

    private static String sentence(Users.Refusal refusal) {
        return switch (refusal.kind()) {
            case NAME, PARENTHESIS -> refusal.text();
            case SYNTAX, RULE -> "Error in user declaration '" + refusal.shownRule() + "': " + refusal.text();
        };
    }
}
