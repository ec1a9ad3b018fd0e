package io.jsentinel.server.http;

import io.jsentinel.address.Endpoint;
import io.jsentinel.server.http.Parameters.Unreadable;
import io.jsentinel.server.json.JsonException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of a call: a JSON object whose values are texts or numbers. */
final class Wishes {

    private Wishes() {}

    /** The members of the object; none for an empty body. @throws Unreadable when it is no object, or has others */
    static Map<String, String> of(String body) throws Unreadable {
        Map<String, String> wishes = new LinkedHashMap<>();
        if (body.isBlank()) {
            return wishes;
        }
        if (!(parsed(body) instanceof Map<?, ?> members)) {
            throw new Unreadable("the body is no JSON object");
        }
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = String.valueOf(member.getKey());
            if (!name.matches("leader|candidate")) {
                throw new Unreadable("the body may have \"leader\" and \"candidate\", it has \"" + shown(name) + "\"");
            }
            if (!(member.getValue() instanceof String || member.getValue() instanceof Number)) {
                throw new Unreadable("\"" + name + "\" is no text");
            }
            wishes.put(name, String.valueOf(member.getValue()));
        }
        return wishes;
    }

    private static Object parsed(String body) throws Unreadable {
        try {
            return io.jsentinel.server.json.Json.parse(body);
        } catch (JsonException e) {
            throw new Unreadable("the body cannot be read as JSON: " + e.getMessage());
        }
    }

    private static String shown(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "..." : name;
    }

    /** Whether somebody who writes a host, a host and a port, or a pod's name means that server. */
    static boolean names(String words, Endpoint at) {
        return words.equals(at.joined())
                || words.equals(at.host())
                || !words.contains(".") && at.host().startsWith(words + ".");
    }
}
