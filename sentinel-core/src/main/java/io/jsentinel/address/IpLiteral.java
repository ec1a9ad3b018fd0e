package io.jsentinel.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The text forms of IPv4 and IPv6 addresses: what is an address, and the one spelling that is used for it everywhere,
 * so that two spellings of one address are equal texts.
 */
public final class IpLiteral {

    /** The longest text that can be an address: six groups and a dotted IPv4 address. */
    private static final int MAX_LENGTH = 45;

    private static final int GROUPS = 8;

    private IpLiteral() {}

    /**
     * The spelling of an address that {@code inet_ntop} prints: IPv6 in small letters with the longest run of zero
     * groups left out, an IPv4 address inside it dotted.
     *
     * @param text anything; IPv4 must have four decimal numbers without leading zeros, IPv6 no brackets and no zone
     * @return the canonical spelling, or nothing when the text is no address (a host name, for example)
     */
    public static Optional<String> canonical(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0) {
            return ipv4(text) >= 0 ? Optional.of(text) : Optional.empty();
        }
        return ipv6(text).map(IpLiteral::format);
    }

    /**
     * An address as others are told of it: in the one spelling, without the zone, which means nothing elsewhere.
     *
     * @param numeric an address as Java writes it, with all its groups; anything else comes back as it is
     */
    public static String withoutZone(String numeric) {
        int zone = numeric.indexOf('%');
        String bare = zone < 0 ? numeric : numeric.substring(0, zone);
        return canonical(bare).orElse(bare);
    }

    /** The 32 bits of a dotted address; negative when it is none. Leading zeros are refused: some readers take them for octal. */
    private static long ipv4(String text) {
        // Character by character: hosts are looked at in every step, so it may cost next to nothing.
        long value = 0;
        int part = 0;
        int digits = 0;
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (digits == 0 || ++points > 3) {
                    return -1;
                }
                value = value << 8 | part;
                part = 0;
                digits = 0;
            } else if (c < '0' || c > '9' || digits > 0 && part == 0) {
                return -1;
            } else {
                part = 10 * part + c - '0';
                digits++;
                if (part > 255) {
                    return -1;
                }
            }
        }
        return points == 3 && digits > 0 ? value << 8 | part : -1;
    }

    private static Optional<int[]> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(all -> all.size() == GROUPS).map(all -> spread(all, List.of()));
        }
        Optional<List<Integer>> head = groups(text.substring(0, gap), false);
        Optional<List<Integer>> tail = groups(text.substring(gap + 2), true);
        if (head.isEmpty() || tail.isEmpty() || head.get().size() + tail.get().size() >= GROUPS) {
            return Optional.empty();
        }
        return Optional.of(spread(head.get(), tail.get()));
    }

    /** The groups of a text without {@code ::}; nothing when one of them is none. */
    private static Optional<List<Integer>> groups(String text, boolean mayEndDotted) {
        List<Integer> found = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(found);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (mayEndDotted && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                long dotted = ipv4(parts[i]);
                if (dotted < 0) {
                    return Optional.empty();
                }
                found.add((int) (dotted >>> 16));
                found.add((int) (dotted & 0xffff));
            } else if (isGroup(parts[i])) {
                found.add(Integer.parseInt(parts[i], 16));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static boolean isGroup(String part) {
        return !part.isEmpty()
                && part.length() <= 4
                && part.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
    }

    private static int[] spread(List<Integer> head, List<Integer> tail) {
        int[] all = new int[GROUPS];
        for (int i = 0; i < head.size(); i++) {
            all[i] = head.get(i);
        }
        for (int i = 0; i < tail.size(); i++) {
            all[GROUPS - tail.size() + i] = tail.get(i);
        }
        return all;
    }

    private static String format(int[] groups) {
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (length < 2) {
            return joined(groups, 0, GROUPS);
        }
        boolean dotted = start == 0 && (length == 6 || length == 5 && groups[5] == 0xffff);
        return joined(groups, 0, start) + "::" + (dotted ? dotted(groups) : joined(groups, start + length, GROUPS));
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** The rest of an address that holds an IPv4 address in its last two groups. */
    private static String dotted(int[] groups) {
        String prefix = groups[5] == 0 ? "" : "ffff:";
        return prefix
                + String.format(
                        Locale.ROOT, "%d.%d.%d.%d", groups[6] >> 8, groups[6] & 0xff, groups[7] >> 8, groups[7] & 0xff);
    }
}
