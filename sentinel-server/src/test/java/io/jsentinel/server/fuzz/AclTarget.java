package io.jsentinel.server.fuzz;

import io.jsentinel.acl.Catalogue;
import io.jsentinel.acl.UserFileText;
import io.jsentinel.acl.UserText;
import io.jsentinel.acl.Users;
import io.jsentinel.command.Commands;
import io.jsentinel.config.Personality;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rules of users, as ACL SETUSER and ACL files have them: refused with a reason, or they mean the same after they were
 * written down. What is refused changes nothing.
 */
public final class AclTarget {

    private static final UserText FORM = new UserText(Personality.DEFAULT);
    private static final Users LIKE =
            new Users(new Catalogue(Commands.of(Personality.DEFAULT).all()), false);

    private AclTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        set(text);
        UserFileText.Parsed parsed = UserFileText.parse("fuzz.acl", text, LIKE);
        if (parsed.errors().isEmpty()) {
            checkWritten(parsed.users());
        }
    }

    private static void set(String text) {
        Users users = LIKE.fresh();
        String before = UserFileText.write(users, FORM);
        boolean refused = users.set("default", List.of(text.split(" ", -1))).isPresent();
        if (!refused) {
            checkWritten(users);
        } else if (!UserFileText.write(users, FORM).equals(before)) {
            throw new AssertionError("refused, and yet the user is another one");
        }
    }

    private static void checkWritten(Users users) {
        String written = UserFileText.write(users, FORM);
        UserFileText.Parsed again = UserFileText.parse("fuzz.acl", written, LIKE);
        if (!again.errors().isEmpty()) {
            throw new AssertionError(written + " is refused: " + again.errors());
        }
        if (!UserFileText.write(again.users(), FORM).equals(written)) {
            throw new AssertionError(written + " became " + UserFileText.write(again.users(), FORM));
        }
    }
}
