package io.jsentinel.server.net;

import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Map;

/** SUBSCRIBE and its relatives; each channel named is confirmed by a message of its own. */
final class PubSubCommands {

    private PubSubCommands() {}

    static void addTo(Map<String, SessionCommand> commands) {
        commands.put("subscribe", (client, words) -> subscribe(client, words, false));
        commands.put("psubscribe", (client, words) -> subscribe(client, words, true));
        commands.put("unsubscribe", (client, words) -> unsubscribe(client, words, false));
        commands.put("punsubscribe", (client, words) -> unsubscribe(client, words, true));
    }

    private static void subscribe(ClientSession client, List<String> words, boolean pattern) {
        for (String name : words.subList(1, words.size())) {
            if (name.length() > Subscriptions.Own.MAX_NAME) {
                client.answer(Resp.error("channel name too long"));
                return;
            }
            if (client.subscriptions().count() == Subscriptions.Own.MAX) {
                client.answer(Resp.error("too many subscriptions"));
                return;
            }
            client.subscriptions().add(pattern, name);
            confirm(client, pattern ? "psubscribe" : "subscribe", Resp.bulk(name));
        }
    }

    private static void unsubscribe(ClientSession client, List<String> words, boolean pattern) {
        String kind = pattern ? "punsubscribe" : "unsubscribe";
        if (words.size() == 1 && refusesWithoutSubscription(client)) {
            client.answer(Resp.error("-NOSUB '" + kind + "' command executed not in subscribed mode"));
            return;
        }
        List<String> names = words.size() > 1
                ? words.subList(1, words.size())
                : client.subscriptions().listed(pattern);
        for (String name : names) {
            client.subscriptions().remove(pattern, name);
            confirm(client, kind, Resp.bulk(name));
        }
        if (names.isEmpty()) {
            confirm(client, kind, Resp.NULL);
        }
    }

    /** Valkey does not confirm the end of nothing, where the confirmation could be taken for an answer. */
    private static boolean refusesWithoutSubscription(ClientSession client) {
        return client.personality().isValkey()
                && !client.facts().resp3
                && client.subscriptions().count() == 0;
    }

    private static void confirm(ClientSession client, String kind, Resp name) {
        client.confirm(new Resp.Push(List.of(
                Resp.bulk(kind), name, Resp.integer(client.subscriptions().count()))));
    }
}
