package io.jsentinel.info;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.failover.Failover;
import io.jsentinel.info.InfoReception.Scene;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Self.Listening;
import io.jsentinel.vote.Ballot;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InfoReceptionTest {

    private final Self self =
            new Self(new RunId("self"), SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty()));
    private final Roster roster = new Roster();
    private final Master master = roster.addMaster("m", new Endpoint("10.0.0.1", 6379), MasterSettings.defaults(2), 0);
    private final Failover failover = new Failover(master, self, new Ballot(0), new Random(1));
    private final Outbox out = new Outbox();

    @Test
    void aMasterIsNotItsOwnReplica() {
        receive(
                "role:master\r\nslave0:ip=10.0.0.1,port=6379,state=online\r\nslave1:ip=10.0.0.2,port=6379,state=online");

        assertThat(master.replicas())
                .singleElement()
                .satisfies(r -> assertThat(r.name()).isEqualTo("10.0.0.2:6379"));
    }

    @Test
    void moreReplicasThanThereIsRoomForAreNotTakenIn() {
        for (int batch = 0; batch < 3; batch++) {
            StringBuilder text = new StringBuilder("role:master\r\n");
            for (int i = 0; i < Master.MAX_MEMBERS; i++) {
                text.append("slave")
                        .append(i)
                        .append(":ip=10.1.")
                        .append(batch)
                        .append(".1,port=")
                        .append(1000 + i);
                text.append(",state=online\r\n");
            }
            receive(text.toString());
        }

        assertThat(master.replicas()).hasSize(Master.MAX_MEMBERS);
    }

    @Test
    void oneThatWasKnownByANameThatNobodyCouldResolveIsNotKnownTwice() {
        roster.names().use(true, true);
        roster.addReplica(master, new Endpoint("redis-1.test", 6379), 0);
        String info = "role:master\r\nslave0:ip=10.0.0.2,port=6379,state=online";
        receive(info);
        assertThat(master.replicas()).hasSize(2);

        roster.names().answered("redis-1.test", List.of("10.0.0.2"));
        receive(info);

        assertThat(master.replicas())
                .singleElement()
                .satisfies(r -> assertThat(r.name()).isEqualTo("redis-1.test:6379"));
    }

    private void receive(String info) {
        out.begin(1);
        new InfoReception(roster).receive(master, InfoText.parse(info), new Scene(master, failover, true), out);
    }
}
