package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.IpLiteral;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directives about HTTP and the agent check, collected line by line; of repeated ones the last wins. */
final class HttpDirectives {

    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+)):([0-9]{1,5})");

    /** The most addresses and ranges that are trusted. */
    private static final int MAX_TRUSTED = 16;

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private OptionalInt port = OptionalInt.empty();
    private OptionalInt agentPort = OptionalInt.empty();
    private List<String> bind = List.of();
    private String tokenFile = "";
    private List<String> trusted = List.of();
    private Optional<Endpoint> local = Optional.empty();

    /**
     * Takes the value of a directive, which is of its type; another directive changes nothing.
     *
     * @throws ConfigException for an address that can be none
     */
    void apply(ConfLine line, String name, String value) throws ConfigException {
        switch (name) {
            case "http-port" -> port = OptionalInt.of((int) ConfNumbers.lenient(value));
            case "agent-port" -> agentPort = OptionalInt.of((int) ConfNumbers.lenient(value));
            case "http-token-file" -> tokenFile = value;
            case "http-trusted" -> trusted = ranges(line, value);
            case "http-local" -> local = value.isEmpty() ? Optional.empty() : Optional.of(address(line, value));
            default -> {
                // About something else.
            }
        }
    }

    /** Takes the addresses to listen on. */
    void bind(List<String> addresses) {
        bind = addresses;
    }

    /** What all lines together say. */
    HttpConfig toConfig(SidecarConfig sidecar) {
        return new HttpConfig(
                port.orElse(sidecar.isOn() ? HttpConfig.SIDECAR_PORT : 0),
                agentPort.orElse(sidecar.isOn() ? HttpConfig.SIDECAR_AGENT_PORT : 0),
                bind,
                tokenFile,
                trusted,
                local);
    }

    /** Addresses with blanks between them, each with the number of its bits that count if it is a range. */
    private static List<String> ranges(ConfLine line, String value) throws ConfigException {
        List<String> words = value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
        for (String word : words) {
            String[] parts = word.split("/", 2);
            Optional<String> host = IpLiteral.canonical(parts[0]);
            int most = host.filter(ip -> ip.contains(":")).isPresent() ? IPV6_BITS : IPV4_BITS;
            boolean fits = parts.length == 1 || parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= most;
            if (host.isEmpty() || !fits || words.size() > MAX_TRUSTED) {
                throw line.error("argument must be up to " + MAX_TRUSTED + " addresses such as 10.0.0.7 or 10.0.0.0/8");
            }
        }
        return words;
    }

    private static Endpoint address(ConfLine line, String value) throws ConfigException {
        Matcher matcher = ADDRESS.matcher(value);
        if (matcher.matches()) {
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            int number = Integer.parseInt(matcher.group(3));
            Optional<String> canonical = HostName.orAddress(host);
            if (canonical.isPresent() && number > 0 && number <= Endpoint.MAX_PORT) {
                return new Endpoint(canonical.get(), number);
            }
        }
        throw line.error("argument must be host:port or [ipv6]:port");
    }
}
