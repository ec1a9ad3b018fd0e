package io.jsentinel.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Credentials;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The commands that we send, and that rename-command changes every one of them. */
class RequestsTest {

    private static final Endpoint HERE = new Endpoint("127.0.0.1", 6379);

    private static Requests requests(Map<String, String> renamed) {
        MasterSettings settings = MasterSettings.defaults(1).withRenamedCommands(renamed);
        Master master = new Roster().addMaster("m", HERE, settings, 0);
        return Requests.of(master);
    }

    private static List<String> all(Requests requests) {
        List<Request> sent = new ArrayList<>(List.of(
                requests.auth(new Credentials(Optional.empty(), Optional.of("p")))
                        .orElseThrow(),
                requests.setName(new RunId("a".repeat(40)), "cmd"),
                requests.subscribe(),
                requests.ping(),
                requests.info(),
                requests.hello("x"),
                requests.scriptKill(),
                requests.masterDown(HERE, 1, "*")));
        sent.addAll(requests.order(Optional.empty(), OrderForm.FULL));
        sent.addAll(requests.order(
                Optional.of(HERE), OrderForm.FULL.withoutTransaction().withReplicaOf()));
        return sent.stream().map(request -> String.join(" ", request.args())).toList();
    }

    @Test
    void anOrderIsTheTransactionOfRedis() {
        assertThat(requests(Map.of()).order(Optional.empty(), OrderForm.FULL))
                .extracting(request -> String.join(" ", request.args()))
                .containsExactly(
                        "MULTI",
                        "SLAVEOF NO ONE",
                        "CONFIG REWRITE",
                        "CLIENT KILL TYPE normal",
                        "CLIENT KILL TYPE pubsub",
                        "EXEC");
    }

    @Test
    void whatANodeRefusesIsLeftOut() {
        OrderForm form = OrderForm.FULL
                .withoutTransaction()
                .withReplicaOf()
                .without(Request.Kind.CLIENT_KILL)
                .without(Request.Kind.CONFIG_REWRITE);
        assertThat(requests(Map.of()).order(Optional.of(HERE), form))
                .extracting(request -> String.join(" ", request.args()))
                .containsExactly("REPLICAOF 127.0.0.1 6379");
    }

    @Test
    void everyCommandCanHaveAnotherName() {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String name : List.of(
                "AUTH",
                "CLIENT",
                "SUBSCRIBE",
                "PING",
                "INFO",
                "PUBLISH",
                "SCRIPT",
                "SENTINEL",
                "MULTI",
                "SLAVEOF",
                "REPLICAOF",
                "CONFIG",
                "EXEC")) {
            renamed.put(name, "x-" + name.toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(all(requests(renamed))).hasSize(18).allMatch(line -> line.startsWith("x-"));
        assertThat(all(requests(Map.of()))).noneMatch(line -> line.startsWith("x-"));
    }
}
