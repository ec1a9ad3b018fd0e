package io.jsentinel.server.http;

import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.Probes;
import io.jsentinel.status.ReplicaLimits;
import io.jsentinel.status.Status;
import io.jsentinel.status.Vantage;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * HAProxy's agent check: one line for whoever connects, then the end. A replica that is behind gets less of the reads,
 * one that is about to end no new ones.
 */
final class AgentCheck extends ChannelInboundHandlerAdapter {

    /** Up to this lag a replica gets its full share. */
    static final long LAG_BYTES = 64 * 1024;

    /** The least share of one that is usable. */
    static final int LEAST_PERCENT = 10;

    private final StatusBoard<Status> board;
    private final Vantage vantage;

    AgentCheck(StatusBoard<Status> board, Vantage vantage) {
        this.board = board;
        this.vantage = vantage;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        board.read(view -> {
            String line = view.filter(v -> v.ageMillis() <= ProbePages.STALE_MILLIS)
                    .map(v -> line(v.picture(), vantage))
                    .orElse("down");
            context.writeAndFlush(Unpooled.copiedBuffer(line + "\n", StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A checker that breaks off.
        context.close();
    }

    /** What a checker is told. With several masters the local server of the first one that has one counts. */
    static String line(Status status, Vantage vantage) {
        Optional<MasterStatus> master = status.masters().stream()
                .filter(m -> vantage.find(m).node().isPresent())
                .findFirst();
        if (master.isEmpty()) {
            return "down";
        }
        Probes probes = new Probes(master.get(), status.own(), vantage);
        if (!probes.health().isGood()) {
            return "down";
        }
        if (status.own().duty().leaving()) {
            return "up drain";
        }
        if (probes.master().isGood()) {
            return "up ready 100%";
        }
        if (!probes.replica(ReplicaLimits.NONE).isGood()) {
            return "down";
        }
        long lag = vantage.find(master.get()).node().flatMap(probes::lagBytes).orElse(0L);
        return "up ready " + percent(lag) + "%";
    }

    /** A share that halves with each doubling of the lag beyond {@link #LAG_BYTES}. */
    static int percent(long lagBytes) {
        if (lagBytes <= LAG_BYTES) {
            return 100;
        }
        return (int) Math.max(LEAST_PERCENT, 100 * LAG_BYTES / lagBytes);
    }
}
