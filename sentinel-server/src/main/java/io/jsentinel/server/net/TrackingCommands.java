package io.jsentinel.server.net;

import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** CLIENT TRACKING and its relatives. */
final class TrackingCommands {

    private static final Resp SYNTAX = Resp.error("syntax error");
    private static final Resp NOT_AN_INTEGER = Resp.error("value is not an integer or out of range");

    private final Sessions sessions;

    TrackingCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    void addTo(Map<String, SessionCommand> commands) {
        commands.put("client|caching", TrackingCommands::caching);
        commands.put(
                "client|getredir",
                (client, words) ->
                        client.answer(Resp.integer(client.facts().tracking.redirect())));
        commands.put("client|tracking", this::tracking);
        commands.put(
                "client|trackinginfo",
                (client, words) -> client.answer(client.facts().tracking.described()));
    }

    private static void caching(ClientSession client, List<String> words) {
        Tracking tracking = client.facts().tracking;
        boolean yes = words.get(2).equalsIgnoreCase("yes");
        if (!tracking.isOn()) {
            client.answer(Resp.error("CLIENT CACHING can be called only when the client is in tracking mode with OPTIN"
                    + " or OPTOUT mode enabled"));
        } else if (!yes && !words.get(2).equalsIgnoreCase("no")) {
            client.answer(SYNTAX);
        } else {
            client.answer(tracking.cache(yes).orElse(Resp.OK));
        }
    }

    /** The options are read before ON or OFF is looked at. */
    private void tracking(ClientSession client, List<String> words) {
        Options options = new Options();
        Optional<Resp> error = options.read(words);
        if (error.isEmpty() && words.get(2).equalsIgnoreCase("on")) {
            error = client.facts()
                    .tracking
                    .turnOn(new Tracking.Wish(options.modes, options.prefixes, options.redirect.orElse(0)));
        } else if (error.isEmpty() && words.get(2).equalsIgnoreCase("off")) {
            client.facts().tracking.turnOff();
        } else if (error.isEmpty()) {
            error = Optional.of(SYNTAX);
        }
        client.answer(error.orElse(Resp.OK));
    }

    /** The options of CLIENT TRACKING. */
    private final class Options {
        private final LinkedHashSet<Tracking.Mode> modes = new LinkedHashSet<>();
        private final List<String> prefixes = new ArrayList<>();
        private OptionalLong redirect = OptionalLong.empty();

        /** Reads what follows ON or OFF; the first error. */
        Optional<Resp> read(List<String> words) {
            Optional<Resp> error = Optional.empty();
            int at = 3;
            while (at < words.size() && error.isEmpty()) {
                String name = words.get(at).toLowerCase(Locale.ROOT);
                Optional<String> value = at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
                if (name.equals("redirect") && value.isPresent()) {
                    error = redirectTo(value.get());
                    at += 2;
                } else if (name.equals("prefix") && value.isPresent()) {
                    prefixes.add(value.get());
                    error = prefixes.size() > Tracking.MAX_PREFIXES
                            ? Optional.of(Resp.error("too many prefixes"))
                            : Optional.empty();
                    at += 2;
                } else {
                    error = mode(name);
                    at++;
                }
            }
            return error;
        }

        private Optional<Resp> redirectTo(String number) {
            if (redirect.isPresent()) {
                return Optional.of(Resp.error("A client can only redirect to a single other client"));
            }
            redirect = Decimal.parse(number);
            if (redirect.isEmpty()) {
                return Optional.of(NOT_AN_INTEGER);
            }
            return sessions.isConnected(redirect.getAsLong())
                    ? Optional.empty()
                    : Optional.of(Resp.error("The client ID you want redirect to does not exist"));
        }

        private Optional<Resp> mode(String name) {
            for (Tracking.Mode mode : Tracking.Mode.values()) {
                if (mode.name().equalsIgnoreCase(name)) {
                    modes.add(mode);
                    return Optional.empty();
                }
            }
            return Optional.of(SYNTAX);
        }
    }
}
