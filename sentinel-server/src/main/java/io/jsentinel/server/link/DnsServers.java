package io.jsentinel.server.link;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.IpLiteral;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The DNS servers that are asked in place of those of the system. */
public final class DnsServers {

    /** The environment variable that names them: {@code 10.0.0.10,[fd00::10]:5353}; without it, or empty: none. */
    public static final String VARIABLE = "JSENTINEL_DNS_SERVERS";

    private static final int DNS_PORT = 53;

    private DnsServers() {}

    /**
     * The servers in a text.
     *
     * @param text addresses with commas between them, each with or without a port; IPv6 with a port in brackets
     * @throws IOException when one of them is no address
     */
    public static List<InetSocketAddress> parse(String text) throws IOException {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String word : text.split(",")) {
            if (!word.isBlank()) {
                servers.add(server(word.strip()));
            }
        }
        return servers;
    }

    private static InetSocketAddress server(String word) throws IOException {
        int bracket = word.indexOf(']');
        boolean bare = IpLiteral.canonical(word).isPresent();
        int colon = bare ? -1 : word.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? word.substring(0, colon) : word;
        boolean inBrackets = host.startsWith("[") && host.endsWith("]");
        String address = inBrackets ? host.substring(1, bracket) : host;
        String ip = IpLiteral.canonical(address).orElseThrow(() -> notAnAddress(word));
        return new InetSocketAddress(ip, hasPort ? port(word, word.substring(colon + 1)) : DNS_PORT);
    }

    private static int port(String word, String digits) throws IOException {
        boolean number = !digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) <= Endpoint.MAX_PORT;
        if (!number) {
            throw notAnAddress(word);
        }
        return Integer.parseInt(digits);
    }

    private static IOException notAnAddress(String word) {
        return new IOException(VARIABLE + ": '" + word + "' is no IP address with or without a port");
    }
}
