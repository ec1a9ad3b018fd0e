package io.jsentinel.server.net;

import java.util.StringJoiner;

/** The line about a client in CLIENT LIST and CLIENT INFO. What only a data node has is shown as nothing. */
final class ClientLine {

    private ClientLine() {}

    /** The line, without its end. */
    static String of(ClientSession client, long nowNanos) {
        ClientFacts facts = client.facts();
        long waiting = client.pendingBytes();
        long unserved = client.unservedBytes();
        return new StringJoiner(" ")
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
                .add("ssub=0 multi=-1 watch=0")
                .add("qbuf=" + unserved)
                .add("qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0")
                .add("oll=" + (waiting > 0 ? 1 : 0))
                .add("omem=" + waiting)
                .add("tot-mem=" + (waiting + unserved))
                .add("events=r")
                .add("cmd=" + facts.lastCommand)
                .add("user=" + Access.DEFAULT_USER)
                .add("redir=-1")
                .add("resp=" + (facts.resp3 ? 3 : 2))
                .add("lib-name=" + facts.libraryName)
                .add("lib-ver=" + facts.libraryVersion)
                .toString();
    }

    private static String flags(ClientSession client) {
        String flags = (client.subscriptions().count() > 0 ? "P" : "") + (client.facts().noEvict ? "e" : "");
        return flags.isEmpty() ? "N" : flags;
    }
}
