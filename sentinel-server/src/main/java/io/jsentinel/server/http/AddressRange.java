package io.jsentinel.server.http;

import io.jsentinel.address.IpLiteral;
import io.netty.util.NetUtil;
import java.util.Optional;

/**
 * Addresses that begin alike: {@code 10.0.0.0/8}, or a single one.
 *
 * @param text as it is written
 * @param bytes the address
 * @param bits how many of its bits count
 */
record AddressRange(String text, byte[] bytes, int bits) {

    /** Reads an address with or without a number of bits; nothing when it is none. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        Optional<String> canonical = IpLiteral.canonical(host);
        if (canonical.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(canonical.get());
        int most = bytes.length * 8;
        String digits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(text, bytes, Integer.parseInt(digits)));
    }

    /** Whether an address, an IP literal, is one of them. */
    boolean contains(String host) {
        byte[] other = NetUtil.createByteArrayFromIpAddressString(host);
        if (other == null || other.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
