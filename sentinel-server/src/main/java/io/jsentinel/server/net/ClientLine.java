package io.jsentinel.server.net;

import io.jsentinel.config.Personality;
import java.util.StringJoiner;

/** The line about a client in CLIENT LIST and CLIENT INFO. What only a data node has is shown as nothing. */
final class ClientLine {

    private ClientLine() {}

    /** The line, without its end. */
    static String of(ClientSession client, long nowNanos) {
        ClientFacts facts = client.facts();
        long waiting = client.pendingBytes();
        long unserved = client.unservedBytes();
        boolean later = client.personality().isAtLeast(Personality.REDIS_7_2);
        StringJoiner line = new StringJoiner(" ")
                .add("id=" + facts.id)
                .add("addr=" + facts.address)
                .add("laddr=" + facts.localAddress)
                .add("fd=-1")
                .add("name=" + facts.name)
                .add("age=" + facts.ageSeconds(nowNanos))
                .add("idle=" + facts.idleSeconds(nowNanos))
                .add("flags=" + flags(client))
                .add("db=0")
                .add("sub=" + client.subscriptions().channelCount())
                .add("psub=" + client.subscriptions().patternCount())
                .add(later ? "ssub=0 multi=-1 watch=0" : "ssub=0 multi=-1")
                .add("qbuf=" + unserved)
                .add("qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0")
                .add("oll=" + (waiting > 0 ? 1 : 0))
                .add("omem=" + waiting)
                .add("tot-mem=" + (waiting + unserved))
                .add("events=r")
                .add("cmd=" + facts.lastCommand)
                .add("user=" + facts.user)
                .add("redir=" + facts.tracking.redirect())
                .add("resp=" + (facts.resp3 ? 3 : 2));
        if (later) {
            line.add("lib-name=" + facts.libraryName).add("lib-ver=" + facts.libraryVersion);
        }
        if (client.personality().isValkey()) {
            line.add("tot-net-in=" + facts.bytesIn)
                    .add("tot-net-out=" + client.sentBytes())
                    .add("tot-cmds=" + facts.commands);
        }
        return line.toString();
    }

    private static String flags(ClientSession client) {
        String flags = (client.subscriptions().count() > 0 ? "P" : "")
                + (client.isPostponed() ? "b" : "")
                + (client.facts().tracking.isOn() ? "t" : "")
                + (client.facts().tracking.is(Tracking.Mode.BCAST) ? "B" : "")
                + (client.facts().noEvict ? "e" : "");
        return flags.isEmpty() ? "N" : flags;
    }
}
