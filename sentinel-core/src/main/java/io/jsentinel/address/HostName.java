package io.jsentinel.address;

import java.util.Locale;
import java.util.Optional;

/** The text form of a host name: what may be asked of a resolver, and when two names are the same. */
public final class HostName {

    /** The longest name that DNS knows. */
    public static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;

    private HostName() {}

    /**
     * Whether a text can be a host name: labels of letters, digits, {@code -} and {@code _} with points between them, and
     * one at the end if one likes. What ends in a number is none: it would be an odd spelling of an address.
     */
    public static boolean isValid(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MAX_LABEL || !label.chars().allMatch(HostName::isLetter)) {
                return false;
            }
        }
        char first = name.charAt(0);
        return first != '-' && !isNumber(labels[labels.length - 1]);
    }

    /** Whether what ends a name is a number to those who read addresses: {@code 7}, {@code 017}, {@code 0x1f}. */
    private static boolean isNumber(String label) {
        boolean hexadecimal = label.startsWith("0x") || label.startsWith("0X");
        return hexadecimal || label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /**
     * The one spelling of a host where addresses and names may stand.
     *
     * @param text anything
     * @return the canonical spelling of an address, or a name as it is; nothing when the text is neither
     */
    public static Optional<String> orAddress(String text) {
        return IpLiteral.canonical(text).or(() -> Optional.of(text).filter(HostName::isValid));
    }

    /** Whether a host, canonical or a name, is a name. */
    public static boolean isName(String host) {
        return IpLiteral.canonical(host).isEmpty();
    }

    /** The spelling by which a name is found: case does not count in names. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
