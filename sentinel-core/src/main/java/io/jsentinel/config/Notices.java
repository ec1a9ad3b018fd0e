package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be said about settings that this version takes and keeps, but where silence would be a trap. */
final class Notices {

    private static final String KEPT = " is kept in the file but has no effect in this version";

    /** The last value of each plain directive that was read. */
    private final Map<String, String> values = new LinkedHashMap<>();

    private final List<String> found = new ArrayList<>();

    /** Takes note of a line. */
    void heard(List<String> words) {
        values.put(words.get(0), String.join(" ", words.subList(1, words.size())));
    }

    /** The plain directives that were heard of, in small letters. */
    Set<String> named() {
        return values.keySet();
    }

    /** The notices, a sentence each, without the full stop that a log line does not have. */
    List<String> about(SentinelConfig sentinel, ServerConfig server) {
        aboutTls(server.tls());
        aboutAccess(server);
        aboutSentinel(sentinel);
        return found;
    }

    private void aboutTls(TlsConfig tls) {
        if (!tls.isOn()) {
            return;
        }
        if (!values.getOrDefault("tls-dh-params-file", "").isEmpty()) {
            found.add("tls-dh-params-file" + KEPT + ": Java chooses the group of a Diffie-Hellman exchange itself");
        }
        if (tls.protocols().contains("TLSv1") || tls.protocols().contains("TLSv1.1")) {
            found.add("tls-protocols: TLSv1 and TLSv1.1 are broken and switched off in Java: clients that know"
                    + " nothing newer cannot connect");
        }
    }

    private void aboutAccess(ServerConfig server) {
        if (!server.acl().file().isEmpty() && server.requirePass().isPresent()) {
            found.add("requirepass does not protect this process: its users come from aclfile");
        }
    }

    private void aboutSentinel(SentinelConfig sentinel) {
        if (sentinel.announcePort() < 0 || sentinel.announcePort() > Endpoint.MAX_PORT) {
            found.add(
                    "announce-port " + sentinel.announcePort() + " is no port: other sentinels will not find this one");
        }
    }

    private boolean is(String name, String value) {
        return values.getOrDefault(name, "").equalsIgnoreCase(value);
    }
}
