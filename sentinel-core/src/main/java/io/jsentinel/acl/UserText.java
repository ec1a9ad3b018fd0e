package io.jsentinel.acl;

import io.jsentinel.config.Personality;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;

/** How a user is shown: as a line of a configuration, and as the map of ACL GETUSER. */
public final class UserText {

    private final boolean tellsUnsaidPayload;

    /** @param personality before 7.2 sanitize-payload is only shown where somebody said it */
    public UserText(Personality personality) {
        tellsUnsaidPayload = personality.isAtLeast(Personality.REDIS_7_2);
    }

    /** The rules without the name: {@code on #hash ~* resetchannels -@all +ping}. They make the same user again. */
    public String rules(User user) {
        List<String> parts = new ArrayList<>(flags(user));
        user.passwordHashes().forEach(hash -> parts.add("#" + hash));
        parts.add(user.own().text());
        user.further().forEach(selector -> parts.add("(" + selector.text() + ")"));
        return String.join(" ", parts);
    }

    /** The line of a configuration or ACL file: {@code user name on ...}. */
    public String line(User user) {
        return "user " + user.name() + " " + rules(user);
    }

    /** The answer to ACL GETUSER. */
    public Resp map(User user) {
        List<Resp> selectors = new ArrayList<>();
        user.further().forEach(selector -> selectors.add(new Resp.Pairs(permissions(selector))));
        List<Resp> pairs = new ArrayList<>(List.of(
                Resp.bulk("flags"),
                new Resp.Group(flags(user).stream().map(Resp::bulk).toList()),
                Resp.bulk("passwords"),
                Resp.bulks(user.passwordHashes())));
        pairs.addAll(permissions(user.own()));
        pairs.add(Resp.bulk("selectors"));
        pairs.add(new Resp.Array(selectors));
        return new Resp.Pairs(pairs);
    }

    private static List<Resp> permissions(Selector selector) {
        return List.of(
                Resp.bulk("commands"), Resp.bulk(selector.commandText()),
                Resp.bulk("keys"), Resp.bulk(selector.keyText()),
                Resp.bulk("channels"), Resp.bulk(selector.channelText()));
    }

    private List<String> flags(User user) {
        List<String> flags = new ArrayList<>();
        flags.add(user.isEnabled() ? "on" : "off");
        if (user.needsNoPassword()) {
            flags.add("nopass");
        }
        switch (user.payload()) {
            case CHECKED -> flags.add("sanitize-payload");
            case UNCHECKED -> flags.add("skip-sanitize-payload");
            case UNSAID -> {
                if (tellsUnsaidPayload) {
                    flags.add("sanitize-payload");
                }
            }
        }
        return flags;
    }
}
