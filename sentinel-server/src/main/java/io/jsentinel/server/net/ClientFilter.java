package io.jsentinel.server.net;

import io.jsentinel.config.Personality;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Which clients CLIENT KILL and CLIENT LIST are about. */
final class ClientFilter {

    private static final Resp SYNTAX = Resp.error("syntax error");

    private final List<Predicate<ClientSession>> wanted = new ArrayList<>();
    private boolean skipMe = true;

    private final Personality personality;
    private final Predicate<String> userExists;

    private ClientFilter(Personality personality, Predicate<String> userExists) {
        this.personality = personality;
        this.userExists = userExists;
    }

    /** A filter, or why the words are none: exactly one of both. */
    record Parsed(Optional<ClientFilter> filter, Optional<Resp> error) {}

    /**
     * Reads the filters of CLIENT KILL: pairs of a name and a value, all of which must hold.
     *
     * @param words the pairs
     * @param personality which version's filters there are
     * @param userExists whether there is a user of that name
     */
    static Parsed parse(List<String> words, Personality personality, Predicate<String> userExists) {
        ClientFilter filter = new ClientFilter(personality, userExists);
        if (words.size() % 2 != 0) {
            return new Parsed(Optional.empty(), Optional.of(SYNTAX));
        }
        for (int i = 0; i < words.size(); i += 2) {
            Optional<Resp> error = filter.add(words.get(i).toLowerCase(Locale.ROOT), words.get(i + 1));
            if (error.isPresent()) {
                return new Parsed(Optional.empty(), error);
            }
        }
        return new Parsed(Optional.of(filter), Optional.empty());
    }

    /** Whether the client is described by all filters. */
    boolean matches(ClientSession client, ClientSession asking) {
        return !(skipMe && client == asking) && wanted.stream().allMatch(filter -> filter.test(client));
    }

    /** Clients of the given type, if there is such a type; masters and replicas never connect to a sentinel as such. */
    static Optional<Predicate<ClientSession>> ofType(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "normal" -> Optional.of(client -> client.subscriptions().count() == 0);
            case "pubsub" -> Optional.of(client -> client.subscriptions().count() > 0);
            case "master", "replica", "slave" -> Optional.of(client -> false);
            default -> Optional.empty();
        };
    }

    static Resp unknownType(String type) {
        return Resp.error("Unknown client type '" + type + "'");
    }

    private Optional<Resp> add(String name, String value) {
        return switch (name) {
            case "id" -> addId(value);
            case "maxage" -> addMaxAge(value);
            case "addr" -> add(client -> client.facts().address.equals(value));
            case "laddr" -> add(client -> client.facts().localAddress.equals(value));
            case "type" -> {
                Optional<Predicate<ClientSession>> type = ofType(value);
                yield type.isPresent() ? add(type.get()) : Optional.of(unknownType(value));
            }
            case "user" ->
                userExists.test(value)
                        ? add(client -> client.facts().user.equals(value))
                        : Optional.of(Resp.error("No such user '" + value + "'"));
            case "skipme" -> addSkipMe(value);
            default -> Optional.of(SYNTAX);
        };
    }

    private Optional<Resp> addId(String value) {
        long id = Decimal.parse(value).orElse(0);
        return id > 0
                ? add(client -> client.facts().id == id)
                : Optional.of(Resp.error("client-id should be greater than 0"));
    }

    /** Those who are connected for at least so many seconds. */
    private Optional<Resp> addMaxAge(String value) {
        if (!personality.isAtLeast(Personality.REDIS_7_2)) {
            return Optional.of(SYNTAX);
        }
        OptionalLong seconds = Decimal.parse(value);
        if (seconds.isEmpty()) {
            return Optional.of(Resp.error("maxage is not an integer or out of range"));
        }
        return seconds.getAsLong() > 0
                ? add(client -> client.facts().ageSeconds(System.nanoTime()) >= seconds.getAsLong())
                : Optional.of(Resp.error("maxage should be greater than 0"));
    }

    private Optional<Resp> addSkipMe(String value) {
        skipMe = value.equalsIgnoreCase("yes");
        return skipMe || value.equalsIgnoreCase("no") ? Optional.empty() : Optional.of(SYNTAX);
    }

    private Optional<Resp> add(Predicate<ClientSession> further) {
        wanted.add(further);
        return Optional.empty();
    }
}
