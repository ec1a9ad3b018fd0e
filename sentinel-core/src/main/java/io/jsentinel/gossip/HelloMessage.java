package io.jsentinel.gossip;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What sentinels tell each other on the hello channel: who I am, and which configuration of a master I know.
 *
 * @param sender where the sender listens
 * @param senderId who it is
 * @param currentEpoch the newest epoch that it knows
 * @param masterName which master it is about
 * @param master that master's address
 * @param configEpoch the epoch of that configuration
 */
public record HelloMessage(
        Endpoint sender, RunId senderId, long currentEpoch, String masterName, Endpoint master, long configEpoch) {

    /** The longest message that is looked at. */
    static final int MAX_LENGTH = 1024;

    private static final int FIELDS = 8;

    /** The text on the channel: eight fields with commas between them. */
    public String format() {
        return sender.host() + "," + sender.port() + "," + senderId + "," + currentEpoch + "," + masterName + ","
                + master.host() + "," + master.port() + "," + configEpoch;
    }

    /** The message in a text; nothing when the text is no hello: the channel is open to everybody. */
    public static Optional<HelloMessage> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        List<String> fields = split(text);
        if (fields.size() != FIELDS
                || !RunId.isValid(fields.get(2))
                || fields.get(4).isEmpty()) {
            return Optional.empty();
        }
        Optional<Endpoint> sender = endpoint(fields.get(0), fields.get(1));
        Optional<Endpoint> master = endpoint(fields.get(5), fields.get(6));
        OptionalLong currentEpoch = number(fields.get(3));
        OptionalLong configEpoch = number(fields.get(7));
        if (sender.isEmpty() || master.isEmpty() || currentEpoch.isEmpty() || configEpoch.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HelloMessage(
                sender.get(),
                new RunId(fields.get(2)),
                currentEpoch.getAsLong(),
                fields.get(4),
                master.get(),
                configEpoch.getAsLong()));
    }

    private static List<String> split(String text) {
        List<String> fields = new ArrayList<>(FIELDS);
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0 && fields.size() < FIELDS; comma = text.indexOf(',', from)) {
            fields.add(text.substring(from, comma));
            from = comma + 1;
        }
        fields.add(text.substring(from));
        return fields;
    }

    private static Optional<Endpoint> endpoint(String host, String port) {
        OptionalLong number = number(port);
        if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > Endpoint.MAX_PORT) {
            return Optional.empty();
        }
        return HostName.orAddress(host).map(ip -> new Endpoint(ip, (int) number.getAsLong()));
    }

    /** A decimal number of at most 18 digits. */
    private static OptionalLong number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            value = 10 * value + c - '0';
        }
        return OptionalLong.of(value);
    }
}
