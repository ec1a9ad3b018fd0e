package io.jsentinel.testkit.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One connection to a server of a fleet. Used by the fleet's thread only. */
final class FleetConnection {

    private static final int MAX_UNSENT = 1 << 20;
    private static final byte[] NOTHING = {};

    private final FleetNode node;
    private final SocketChannel channel;
    private final Bytes out = new Bytes();
    private final List<String> channels = new ArrayList<>();
    private SelectionKey key;
    private byte[] rest = new byte[0];
    private List<List<String>> queued;
    private boolean resp3;
    private boolean dirty;

    FleetConnection(FleetNode node, SocketChannel channel) {
        this.node = node;
        this.channel = channel;
    }

    FleetNode node() {
        return node;
    }

    void registered(SelectionKey selectionKey) {
        key = selectionKey;
    }

    /** Where answers go. */
    Bytes out() {
        return out;
    }

    /** The channels it hears, oldest first; changes are made to the list. */
    List<String> channels() {
        return channels;
    }

    /** The requests of the transaction that is open; null without one. */
    List<List<String>> queued() {
        return queued;
    }

    void queued(List<List<String>> requests) {
        queued = requests;
    }

    boolean isResp3() {
        return resp3;
    }

    void speakResp3() {
        resp3 = true;
    }

    /** Whether this is the first call since the last {@link #flush()}. */
    boolean markDirty() {
        boolean first = !dirty;
        dirty = true;
        return first;
    }

    /**
     * Reads what has come, after what was left of the last time.
     *
     * @return how many bytes of the buffer are to be looked at; negative at the end of the stream
     * @throws IOException when the connection is broken, or a request is longer than the buffer
     */
    int read(byte[] buffer) throws IOException {
        if (rest.length == buffer.length) {
            throw new IOException("a request longer than " + buffer.length + " bytes");
        }
        System.arraycopy(rest, 0, buffer, 0, rest.length);
        int count = channel.read(ByteBuffer.wrap(buffer, rest.length, buffer.length - rest.length));
        return count < 0 ? -1 : rest.length + count;
    }

    /** Keeps what is the beginning of a request. */
    void keep(byte[] buffer, int from, int beyond) {
        rest = from == beyond ? NOTHING : Arrays.copyOfRange(buffer, from, beyond);
    }

    /** Sends what it can; the rest goes when there is room again. @throws IOException also for one that does not read */
    void flush() throws IOException {
        dirty = false;
        out.drop(channel.write(out.readable()));
        if (out.length() > MAX_UNSENT) {
            throw new IOException("it does not read");
        }
        int wanted = SelectionKey.OP_READ | (out.length() > 0 ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    void close() {
        node.forget(this);
        try {
            channel.close();
        } catch (IOException e) {
            // It is out of everything; there is nothing else to do about it.
        }
    }
}
