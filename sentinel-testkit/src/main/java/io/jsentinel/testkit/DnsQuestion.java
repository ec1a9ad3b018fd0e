package io.jsentinel.testkit;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One question to a DNS server, and the answers to it on the wire. Source: RFC 1035, section 4.
 *
 * @param id what the answer must begin with
 * @param name in lower case, without a point at the end
 * @param type the type of the record that is asked for
 * @param wire name, type and class, as they came
 */
record DnsQuestion(short id, String name, int type, byte[] wire) {

    private static final int HEADER_LENGTH = 12;
    private static final int TYPE_AND_CLASS_LENGTH = 4;
    private static final int MAX_LABEL = 63;

    private static final int A = 1;
    private static final int AAAA = 28;
    private static final short IN = 1;

    /** It is an answer, with authority, recursion was desired and is available. */
    private static final int ANSWER_FLAGS = 0x8580;

    private static final int NO_ERROR = 0;
    private static final int SERVER_FAILURE = 2;
    private static final int NAME_ERROR = 3;

    /** A name by reference: it stands behind the header. */
    private static final short NAME_OF_QUESTION = (short) 0xC000 | HEADER_LENGTH;

    /** The question in a datagram; nothing when there is not exactly one, or it is torn. */
    static Optional<DnsQuestion> parse(byte[] datagram, int length) {
        ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
        if (length < HEADER_LENGTH || in.getShort(2) < 0 || in.getShort(4) != 1) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER_LENGTH;
        while (at < length && datagram[at] != 0) {
            int label = datagram[at];
            if (label < 0 || label > MAX_LABEL || at + 1 + label > length) {
                return Optional.empty();
            }
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(datagram, at + 1, label, StandardCharsets.ISO_8859_1));
            at += 1 + label;
        }
        int end = at + 1 + TYPE_AND_CLASS_LENGTH;
        if (end > length) {
            return Optional.empty();
        }
        byte[] wire = Arrays.copyOfRange(datagram, HEADER_LENGTH, end);
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return Optional.of(new DnsQuestion(in.getShort(0), lower, in.getShort(at + 1), wire));
    }

    /** {@code A}, {@code AAAA}, or {@code TYPE} and a number. */
    String typeName() {
        return type == A ? "A" : type == AAAA ? "AAAA" : "TYPE" + type;
    }

    /** The answer that the server failed. */
    byte[] failure() {
        return message(SERVER_FAILURE, List.of(), 0);
    }

    /**
     * The answer with those addresses that are of the type that was asked for.
     *
     * @param addresses all that the name has; nothing when it does not exist
     */
    byte[] answer(Optional<List<InetAddress>> addresses, int ttlSeconds) {
        List<byte[]> records = addresses.orElse(List.of()).stream()
                .map(InetAddress::getAddress)
                .filter(bytes -> type == (bytes.length == 4 ? A : AAAA))
                .toList();
        return message(addresses.isPresent() ? NO_ERROR : NAME_ERROR, records, ttlSeconds);
    }

    private byte[] message(int code, List<byte[]> records, int ttlSeconds) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
        header.putShort(id).putShort((short) (ANSWER_FLAGS | code));
        header.putShort((short) 1).putShort((short) records.size());
        out.writeBytes(header.array());
        out.writeBytes(wire);
        for (byte[] address : records) {
            ByteBuffer record = ByteBuffer.allocate(HEADER_LENGTH + address.length);
            record.putShort(NAME_OF_QUESTION).putShort((short) type).putShort(IN);
            record.putInt(ttlSeconds).putShort((short) address.length).put(address);
            out.writeBytes(record.array());
        }
        return out.toByteArray();
    }
}
