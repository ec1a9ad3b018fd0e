package io.jsentinel.command;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.failover.Switchover;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The words behind the name of the master in SENTINEL FAILOVER: {@code [COORDINATED] [TO host port] [TIMEOUT ms]}. */
final class FailoverWish {

    /** The longest time that a hand-over may be given. */
    static final long MAX_TIMEOUT_MILLIS = 600_000;

    private boolean strict;
    private Optional<Endpoint> target = Optional.empty();
    private long timeoutMillis = Switchover.DEFAULT_TIMEOUT_MILLIS;
    private Optional<Resp> problem = Optional.empty();

    private FailoverWish() {}

    /** What the words mean, or {@link #problem} with them. */
    static FailoverWish read(List<String> words) {
        FailoverWish wish = new FailoverWish();
        int at = 0;
        while (at < words.size() && wish.problem.isEmpty()) {
            at += wish.take(words.subList(at, words.size()));
        }
        return wish;
    }

    /** Takes one option; returns how many words it has. */
    private int take(List<String> words) {
        switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "COORDINATED" -> {
                strict = true;
                return 1;
            }
            case "TO" -> {
                takeTarget(words);
                return 3;
            }
            case "TIMEOUT" -> {
                takeTimeout(words);
                return 2;
            }
            default -> {
                problem = Optional.of(Resp.error("syntax error"));
                return 1;
            }
        }
    }

    private void takeTarget(List<String> words) {
        OptionalLong port = words.size() < 3 ? OptionalLong.empty() : Decimal.parse(words.get(2));
        Optional<String> host = words.size() < 3 ? Optional.empty() : HostName.orAddress(words.get(1));
        if (words.size() < 3) {
            problem = Optional.of(Resp.error("syntax error"));
        } else if (host.isEmpty() || port.isEmpty() || port.getAsLong() < 1 || port.getAsLong() > Endpoint.MAX_PORT) {
            problem = Optional.of(Resp.error("TO needs the host and the port of a replica"));
        } else {
            target = Optional.of(new Endpoint(host.get(), (int) port.getAsLong()));
        }
    }

    private void takeTimeout(List<String> words) {
        OptionalLong millis = words.size() < 2 ? OptionalLong.empty() : Decimal.parse(words.get(1));
        if (words.size() < 2) {
            problem = Optional.of(Resp.error("syntax error"));
        } else if (millis.isEmpty() || millis.getAsLong() < 1 || millis.getAsLong() > MAX_TIMEOUT_MILLIS) {
            problem = Optional.of(Resp.error("TIMEOUT must be between 1 and " + MAX_TIMEOUT_MILLIS + " milliseconds"));
        } else {
            timeoutMillis = millis.getAsLong();
        }
    }

    /** What is wrong with the words, as the answer for the client. */
    Optional<Resp> problem() {
        return problem;
    }

    /** What is wanted. */
    Switchover.Wish wish() {
        return new Switchover.Wish(strict, target, timeoutMillis);
    }
}
