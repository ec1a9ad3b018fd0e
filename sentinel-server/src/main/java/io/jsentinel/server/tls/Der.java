package io.jsentinel.server.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** The few forms of DER that turn keys in old formats into PKCS#8. */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** The algorithm identifier of RSA keys: its OID 1.2.840.113549.1.1.1 and NULL. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** The OID of elliptic curve keys, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Der() {}

    /** A PKCS#1 key ({@code RSA PRIVATE KEY}) as PKCS#8. */
    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return tagged(SEQUENCE, VERSION_0, RSA, tagged(OCTET_STRING, pkcs1));
    }

    /** A SEC1 key ({@code EC PRIVATE KEY}) as PKCS#8; nothing when it is damaged or does not name its curve. */
    static Optional<byte[]> pkcs8OfEc(byte[] sec1) {
        return curve(sec1)
                .map(curve -> tagged(SEQUENCE, VERSION_0, tagged(SEQUENCE, EC, curve), tagged(OCTET_STRING, sec1)));
    }

    /** The content of the field [0] of the outermost sequence. */
    private static Optional<byte[]> curve(byte[] sec1) {
        int[] outer = element(sec1, 0, sec1.length);
        if (outer.length == 0 || (sec1[0] & 0xff) != SEQUENCE) {
            return Optional.empty();
        }
        int at = outer[0];
        while (at < outer[1]) {
            int[] field = element(sec1, at, outer[1]);
            if (field.length == 0) {
                return Optional.empty();
            }
            if ((sec1[at] & 0xff) == PARAMETERS) {
                return Optional.of(Arrays.copyOfRange(sec1, field[0], field[1]));
            }
            at = field[1];
        }
        return Optional.empty();
    }

    /** Where the content of the element at a place begins and ends; empty when it does not fit in. */
    private static int[] element(byte[] bytes, int at, int end) {
        if (at + 2 > end) {
            return new int[0];
        }
        int length = bytes[at + 1] & 0xff;
        int content = at + 2;
        if (length > 0x80) {
            int digits = length - 0x80;
            length = 0;
            if (digits > 3 || content + digits > end) {
                return new int[0];
            }
            for (int i = 0; i < digits; i++) {
                length = length << 8 | bytes[content++] & 0xff;
            }
        }
        return length <= end - content ? new int[] {content, content + length} : new int[0];
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 0x80) {
            element.write(length);
        } else {
            int digits = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            element.write(0x80 + digits);
            for (int i = digits - 1; i >= 0; i--) {
                element.write(length >> 8 * i);
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
