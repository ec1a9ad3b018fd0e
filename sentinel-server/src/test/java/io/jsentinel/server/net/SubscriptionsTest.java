package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

    private final Subscriptions subscriptions = new Subscriptions();
    private final List<String> heard = new ArrayList<>();

    @Test
    void aChannelAndEachMatchingPatternBringTheMessage() {
        Subscriptions.Own own = open("a");
        own.add(false, "+sdown");
        own.add(true, "+s*");
        own.add(true, "-*");

        subscriptions.publish("+sdown", "x");

        assertThat(heard).containsExactly("a *3 message +sdown x", "a *4 pmessage +s* +sdown x");
    }

    @Test
    void whoLeavesHearsNothingAndLeavesNothingBehind() {
        Subscriptions.Own own = open("a");
        own.add(false, "+sdown");
        own.add(false, "+sdown");
        own.add(true, "*");
        assertThat(own.count()).isEqualTo(2);

        own.remove(false, "+sdown");
        own.remove(false, "+sdown");
        own.remove(false, "never");
        assertThat(own.count()).isOne();
        own.clear();
        subscriptions.publish("+sdown", "x");

        assertThat(heard).isEmpty();
        assertThat(subscriptions.channels() + subscriptions.patterns()).isZero();
    }

    @Test
    void aSubscriberMayLeaveWhileItIsTold() {
        List<Subscriptions.Own> leaving = new ArrayList<>();
        Subscriptions.Own first = subscriptions.open(message -> leaving.get(0).clear());
        leaving.add(first);
        first.add(false, "+sdown");
        first.add(true, "*");
        open("b").add(false, "+sdown");

        subscriptions.publish("+sdown", "x");

        assertThat(heard).containsExactly("b *3 message +sdown x");
    }

    private Subscriptions.Own open(String name) {
        return subscriptions.open(message -> {
            String bytes = new String(message.bytes(false), StandardCharsets.ISO_8859_1);
            heard.add(name + " " + bytes.replaceAll("\\$\\d+\r\n", "").trim().replace("\r\n", " "));
        });
    }
}
