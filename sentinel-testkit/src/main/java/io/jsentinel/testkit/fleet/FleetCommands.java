package io.jsentinel.testkit.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a server of a fleet answers: what sentinels ask of Redis, and {@code +OK} to everything else. Used by the
 * fleet's thread only.
 */
final class FleetCommands {

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] QUEUED = ascii("+QUEUED\r\n");

    private final boolean speaksResp3;
    private final Consumer<FleetNode> onPromotion;
    private final Consumer<FleetConnection> onOutput;

    /**
     * The commands of a fleet.
     *
     * @param speaksResp3 whether {@code HELLO 3} is understood
     * @param onPromotion hears of each replica that becomes a master
     * @param onOutput hears of each connection that has something to send that it had not asked for
     */
    FleetCommands(boolean speaksResp3, Consumer<FleetNode> onPromotion, Consumer<FleetConnection> onOutput) {
        this.speaksResp3 = speaksResp3;
        this.onPromotion = onPromotion;
        this.onOutput = onOutput;
    }

    /** Answers a request, or takes it into the transaction that is open. */
    void take(FleetConnection connection, List<String> request) {
        String name = request.get(0).toUpperCase(Locale.ROOT);
        List<List<String>> queued = connection.queued();
        if (queued == null) {
            answer(connection, name, request);
        } else if (name.equals("EXEC")) {
            connection.queued(null);
            connection.out().header('*', queued.size());
            queued.forEach(each -> answer(connection, each.get(0).toUpperCase(Locale.ROOT), each));
        } else {
            queued.add(request);
            connection.out().raw(QUEUED);
        }
    }

    private void answer(FleetConnection connection, String name, List<String> request) {
        Bytes out = connection.out();
        switch (name) {
            case "PING" -> out.raw(PONG);
            case "INFO" -> out.raw(connection.node().info());
            case "ROLE" -> connection.node().role(out);
            case "PUBLISH" -> publish(connection, request);
            case "SUBSCRIBE" -> subscribe(connection, request);
            case "REPLICAOF", "SLAVEOF" -> follow(connection, request);
            case "HELLO" -> hello(connection, request);
            case "MULTI" -> {
                connection.queued(new ArrayList<>());
                out.raw(OK);
            }
            default -> out.raw(OK);
        }
    }

    private void publish(FleetConnection connection, List<String> request) {
        String channel = word(request, 1);
        Set<FleetConnection> subscribers = connection.node().subscribers(channel);
        for (FleetConnection subscriber : subscribers) {
            subscriber
                    .out()
                    .header(subscriber.isResp3() ? '>' : '*', 3)
                    .bulk("message")
                    .bulk(channel)
                    .bulk(word(request, 2));
            onOutput.accept(subscriber);
        }
        connection.out().header(':', subscribers.size());
    }

    private static void subscribe(FleetConnection connection, List<String> request) {
        for (String channel : request.subList(1, request.size())) {
            if (connection.node().subscribers(channel).add(connection)) {
                connection.channels().add(channel);
            }
            connection
                    .out()
                    .header(connection.isResp3() ? '>' : '*', 3)
                    .bulk("subscribe")
                    .bulk(channel)
                    .header(':', connection.channels().size());
        }
    }

    private void follow(FleetConnection connection, List<String> request) {
        FleetNode node = connection.node();
        boolean toMaster = word(request, 1).equalsIgnoreCase("no");
        if (toMaster && !node.isMaster()) {
            onPromotion.accept(node);
        }
        node.follow(toMaster ? 0 : Integer.parseInt(word(request, 2)));
        connection.out().raw(OK);
    }

    private void hello(FleetConnection connection, List<String> request) {
        if (!speaksResp3) {
            connection.out().raw("-ERR unknown command 'HELLO'\r\n");
            return;
        }
        if (word(request, 1).equals("3")) {
            connection.speakResp3();
        }
        connection.out().header(connection.isResp3() ? '%' : '*', connection.isResp3() ? 5 : 10);
        connection.out().bulk("server").bulk("redis").bulk("version").bulk("7.0.15");
        connection.out().bulk("proto").header(':', connection.isResp3() ? 3 : 2);
        connection.out().bulk("mode").bulk("standalone");
        connection.out().bulk("role").bulk(connection.node().isMaster() ? "master" : "replica");
    }

    private static String word(List<String> request, int index) {
        return index < request.size() ? request.get(index) : "";
    }

    private static byte[] ascii(String text) {
        return new Bytes().raw(text).copy();
    }
}
