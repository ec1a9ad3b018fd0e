package io.jsentinel.server.rehearsal;

import io.jsentinel.command.Glob;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.rehearsal.Surroundings;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.link.FailureReason;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.resp.AnswerDecoder;
import io.jsentinel.server.resp.ProtocolFault;
import io.jsentinel.server.resp.RequestDecoder;
import io.jsentinel.server.resp.RespEncoder;
import io.jsentinel.server.tls.TlsTrouble;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a server has around its core, for a rehearsal: all that is said passes through the bytes of the protocol, states
 * become texts, and lines are laid out for a log that goes nowhere. Only memory of its own is touched. For one thread.
 */
final class ServerSurroundings implements Surroundings {

    private final ServerLog log = new ServerLog(
            Optional.empty(),
            Optional.of(Level.DEBUG),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.ISO_8859_1));

    private final ConfWriter writer = new ConfWriter();
    private String stateText = "";

    @Override
    public List<String> carry(List<String> words) {
        ByteBuf bytes = Unpooled.buffer();
        try {
            RespEncoder.writeRequest(words, bytes);
            return new RequestDecoder().next(bytes, true).orElseThrow();
        } catch (ProtocolFault fault) {
            throw new IllegalStateException(fault);
        } finally {
            bytes.release();
        }
    }

    @Override
    public Resp carry(Resp answer) {
        ByteBuf bytes = Unpooled.buffer();
        try {
            RespEncoder.write(answer, false, bytes);
            return new AnswerDecoder().next(bytes).orElseThrow();
        } catch (ProtocolFault fault) {
            throw new IllegalStateException(fault);
        } finally {
            bytes.release();
        }
    }

    @Override
    public String lost(String reason) {
        IOException cause = new IOException(reason);
        return TlsTrouble.of(cause).orElseGet(() -> FailureReason.of(cause));
    }

    @Override
    public void saved(SentinelConfig state) {
        stateText = writer.write(stateText, state);
    }

    @Override
    public void told(Level level, String text) {
        log.write(level, text);
        // What is announced is compared with the patterns that clients listen to.
        Glob.matches("*", text);
    }

    /** The text that the last state has. */
    String stateText() {
        return stateText;
    }
}
