package io.jsentinel.server.resp;

import io.jsentinel.resp.Decimal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns what a client sends into requests, however the bytes are cut: arrays of bulk strings, or lines typed by hand.
 *
 * <p>Nothing is set aside for what was only announced. A request is at most {@value #MAX_REQUEST} bytes, each argument
 * counted with {@value #ARGUMENT_COST} bytes more: far less than the 512 MB of a data node, because no command of a
 * sentinel needs more; a longer one is refused as Redis refuses one beyond its own limit.
 *
 * <p>One for each connection; used by the event loop only.
 */
public final class RequestDecoder {

    /** The largest request, in bytes. */
    public static final int MAX_REQUEST = 1024 * 1024;

    /** What an argument counts besides its bytes. */
    public static final int ARGUMENT_COST = 32;

    /** The most arguments that may be announced. */
    public static final int MAX_ARGUMENTS = 1024 * 1024;

    /** The most arguments of a client that is not logged in. */
    public static final int MAX_ARGUMENTS_BEFORE_LOGIN = 10;

    /** The longest argument of a client that is not logged in, in bytes. */
    public static final int MAX_ARGUMENT_BEFORE_LOGIN = 16_384;

    /** No number is there yet; less than any that a request may hold is, and refused like those. */
    private static final long INCOMPLETE = Long.MIN_VALUE;

    /** The most digits of a number that is read without making a text of it. */
    private static final int MAX_PLAIN_DIGITS = 9;

    /** The longest text that is read without memory of its own for its bytes. */
    private static final int SCRATCH = 128;

    private final byte[] scratch = new byte[SCRATCH];
    private final LineFinder lines = new LineFinder();
    private List<String> words = List.of();

    /** How many arguments are still to come; 0 between two requests. */
    private int missing;

    /** The length of the argument that is being received; -1 when its length is still to come. */
    private int length = -1;

    /** What the request counts so far. */
    private long size;

    /**
     * The next request.
     *
     * @param in what was received and not yet used; its reader index moves behind what is used
     * @param loggedIn whether the client may send requests of full size
     * @return the words, at least one; nothing when more bytes are needed
     * @throws ProtocolFault when the connection must be closed, with the text for the client
     */
    public Optional<List<String>> next(ByteBuf in, boolean loggedIn) throws ProtocolFault {
        while (true) {
            if (missing > 0) {
                return readArguments(in, loggedIn) ? Optional.of(take()) : Optional.empty();
            }
            if (!in.isReadable()) {
                return Optional.empty();
            }
            if (in.getByte(in.readerIndex()) == '*') {
                if (!readCount(in, loggedIn)) {
                    return Optional.empty();
                }
            } else {
                Optional<List<String>> typed = readInline(in);
                if (typed.isEmpty() || !typed.get().isEmpty()) {
                    return typed;
                }
            }
        }
    }

    private List<String> take() {
        List<String> request = words;
        words = List.of();
        return request;
    }

    /** Reads how many arguments follow; a count that is not positive announces no request at all. */
    private boolean readCount(ByteBuf in, boolean loggedIn) throws ProtocolFault {
        long count = number(in, "too big mbulk count string", "invalid multibulk length");
        if (count == INCOMPLETE) {
            return false;
        }
        if (count > MAX_ARGUMENTS) {
            throw new ProtocolFault("invalid multibulk length");
        }
        if (!loggedIn && count > MAX_ARGUMENTS_BEFORE_LOGIN) {
            throw new ProtocolFault("unauthenticated multibulk length");
        }
        missing = (int) Math.max(0, count);
        words = missing == 0 ? List.of() : new ArrayList<>(Math.min(missing, 8));
        size = 0;
        return true;
    }

    private boolean readArguments(ByteBuf in, boolean loggedIn) throws ProtocolFault {
        while (missing > 0) {
            if (length < 0 && !readLength(in, loggedIn)) {
                return false;
            }
            if (in.readableBytes() < length + 2) {
                return false;
            }
            words.add(text(in, length));
            in.skipBytes(2);
            length = -1;
            missing--;
        }
        return true;
    }

    private boolean readLength(ByteBuf in, boolean loggedIn) throws ProtocolFault {
        if (in.isReadable() && in.getByte(in.readerIndex()) != '$') {
            char found = (char) in.getUnsignedByte(in.readerIndex());
            throw new ProtocolFault("expected '$', got '" + found + "'");
        }
        long announced = number(in, "too big bulk count string", "invalid bulk length");
        if (announced == INCOMPLETE) {
            return false;
        }
        if (announced < 0 || announced > MAX_REQUEST) {
            throw new ProtocolFault("invalid bulk length");
        }
        if (!loggedIn && announced > MAX_ARGUMENT_BEFORE_LOGIN) {
            throw new ProtocolFault("unauthenticated bulk length");
        }
        size += announced + ARGUMENT_COST;
        if (size > MAX_REQUEST) {
            throw new ProtocolFault("invalid bulk length");
        }
        length = (int) announced;
        return true;
    }

    /**
     * The number in the line at the reader index, behind its first character; {@link #INCOMPLETE} while its end is
     * missing. All numbers below zero mean the same and come as -1.
     */
    private long number(ByteBuf in, String tooLong, String invalid) throws ProtocolFault {
        int plain = plainNumber(in);
        if (plain >= 0) {
            return plain;
        }
        int end = lines.find(in, (byte) '\r', tooLong);
        if (end < 0 || in.readableBytes() < end + 2) {
            return INCOMPLETE;
        }
        OptionalLong number = Decimal.parse(text(in, end).substring(1));
        in.skipBytes(2);
        return Math.max(-1, number.orElseThrow(() -> new ProtocolFault(invalid)));
    }

    /** The same for what nearly every number is, a few digits in one piece, without making a text of it; -1 for others. */
    private int plainNumber(ByteBuf in) {
        int first = in.readerIndex() + 1;
        int last = Math.min(in.writerIndex() - 2, first + MAX_PLAIN_DIGITS);
        int value = 0;
        for (int i = first; i <= last; i++) {
            int digit = in.getByte(i) - '0';
            if (digit == '\r' - '0' && i > first) {
                in.readerIndex(i + 2);
                lines.restart();
                return value;
            }
            if (digit < 0 || digit > 9 || value == 0 && i > first) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return -1;
    }

    /** The words of a typed line: none for an empty line, absent while the line's end has not come. */
    private Optional<List<String>> readInline(ByteBuf in) throws ProtocolFault {
        int end = lines.find(in, (byte) '\n', "too big inline request");
        if (end < 0) {
            return Optional.empty();
        }
        String line = text(in, end);
        in.skipBytes(1);
        Optional<List<String>> split = InlineWords.split(line);
        if (split.isEmpty()) {
            throw new ProtocolFault("unbalanced quotes in request");
        }
        return split;
    }

    private String text(ByteBuf in, int length) {
        byte[] bytes = length <= SCRATCH ? scratch : new byte[length];
        in.readBytes(bytes, 0, length);
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
