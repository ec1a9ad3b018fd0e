package io.jsentinel.sim.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The flows of the protocol that the documentation shows: what one sees in each, and how it is played. */
public enum Flow {
    PLAIN_FAILOVER("A master dies", """
            r1 is the master, r2 and r3 are its replicas, r3 has read more. Each sentinel sees the master down on its own (+sdown) and
            asks the others, who learn by that what it sees; with two of three it is so for all (+odown). Whoever comes first in order
            asks in a new epoch for votes, promotes r3 when a majority has answered with its name, and tells everybody by a hello
            with the epoch of the new configuration. The others
            take that over (+config-update-from, +switch-master), while it has r2 follow r3 before its own failover ends.
            """, FlowScenes::plainFailover),

    SPLIT_VOTE("Votes are split", """
            Four sentinels need three votes. In the moment in which the first of them asks for votes the network falls into two halves,
            and in each half somebody gets two. Both attempts end without a leader as soon as no vote can come any more, and nobody
            has been promoted: a vote is given once in an epoch. When the halves reach each other again, an attempt in a newer
            epoch wins a moment later. A stock sentinel would wait for twice the failover time-out before it tries again.
            """, FlowScenes::splitVote),

    RETURNING_MASTER("An old master returns", """
            r1 is replaced by r3 while it is down, and comes back as a master with the data that it had. Before it is ordered to
            follow, the sentinels look whether some of its keys are known to r3 (RANDOMKEY, EXISTS): a foreign server at this
            address would be left alone. They give the news of others 8 s to arrive, four hellos; then they order it to follow
            (+convert-to-slave), twice does no harm, and see that it does (+role-change).
            """, FlowScenes::returningMaster),

    PARTITION("A master is cut off with a minority", """
            r1 is cut off together with s1. The two others are a majority and promote r3; s1 sees replicas and sentinels down, but the
            master up, and goes on naming it: clients beside it write to r1, and those writes will be lost. When the cut is mended, the
            first hello of the others has the newer epoch, and s1 follows it; r1 is ordered to follow r3.
            """, FlowScenes::partition),

    RESTART_IN_THE_MIDDLE("The leader ends and starts again", """
            The leader crashes right after it ordered the promotion, and starts again a moment later. It has forgotten that it was the
            leader, but its file says in which epoch it voted, and it votes no second time in that one. The others leave it its turn
            while it lives; the next attempt is in a new epoch, chooses again, and the order is given a second time, which does no harm.
            """, FlowScenes::restartInTheMiddle),

    PARALLEL_SYNCS("Replicas follow one after the other", """
            With parallel-syncs 1 the replicas are ordered one after the other to follow the new master, so that two of three have
            their data while the third copies. Each is sent (+slave-reconf-sent), has accepted (-inprog) and has its copy (-done) before
            the next is. The leader changes the address that it watches when all have it; the other sentinels did so at the first hello.
            """, FlowScenes::parallelSyncs),

    HAND_OVER("A master hands over", """
            Somebody orders another master while the present one is well. The leader is elected as in any failover; then the master
            keeps writes waiting (CLIENT PAUSE), the replica reads what is left, and is promoted. The old master is ordered to follow
            before anybody is told, and its clients are sent away, so that no acknowledged write is lost. Writes wait for a few
            round trips; if anything goes wrong before the promotion, the pause is ended and all is as it was.
            """, FlowScenes::handOver),

    CONFIGURATION_UPDATE("Somebody missed a failover", """
            s3 is cut off while the others replace r1 by r3; it sees everybody down, and nobody would vote for it. As soon as it is
            connected again it hears a hello with a configuration epoch above its own, and takes over that address without an
            election or a question: the newest epoch counts, whoever tells it. Its own hellos then tell the same.
            """, FlowScenes::configurationUpdate),

    UPGRADE("One of ours among Redis' own", """
            s1 is jsentinel, s2 and s3 are models of Redis' own sentinels, as in the middle of an upgrade. Of these only what they
            announce is told, and what they answer. First one of them leads with the vote of s1, at the pace of its timer; s1 follows
            its hello (+config-update-from) and later orders r1 back. Then s1 hands over: they are asked for votes though the master
            is well, which is nothing new to them, and follow the hello of s1.
            """, FlowScenes::upgrade),

    MASS_FAILURE("Twenty masters die at once", """
            Twenty masters on one host die at once; each has one replica elsewhere. Only the beginning, the election and the end of each
            failover are told here. Sentinels try one after the other, so that the first one usually leads all of them, each in an epoch
            of its own; votes are counted for each master in its epoch, and no failover waits for another one.
            """, FlowScenes::massFailure);

    private final String title;
    private final String text;
    private final Supplier<FlowScene> scene;

    Flow(String title, String text, Supplier<FlowScene> scene) {
        this.title = title;
        this.text = text;
        this.scene = scene;
    }

    /** The name of its file, without a folder. */
    public String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }

    /** Plays it, and answers its file. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(title, "=".repeat(title.length()), ""));
        text.lines().forEach(lines::add);
        lines.addAll(List.of("", "     ms  who          what"));
        lines.addAll(scene.get().lines());
        return lines;
    }
}
