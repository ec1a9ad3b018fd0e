package io.jsentinel.sim.check;

import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.Play;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.SimStep;
import io.jsentinel.sim.check.OnePromotionInFlight.Promotion;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each check lets an honest history pass and is tripped by a hand-made one. */
class ChecksTest {

    private static final String ONE = "a".repeat(40);
    private static final String OTHER = "b".repeat(40);

    private final Play play = sentinels(3)
            .monitor("m", quorum(2))
            .replica("a")
            .replica("z", priority(0))
            .monitor("n", quorum(2))
            .replica("c")
            .untilStable();
    private final StormView view = new StormView(play.cluster());
    private final SimSentinel s1 = play.cluster().sentinel("s1");

    private long state;

    private SimStep step(Optional<Input> input, Effect... effects) {
        return new SimStep(
                s1, play.nowMillis(), input, new Batch(Arrays.asList(effects), ++state, state, Long.MAX_VALUE));
    }

    private SimStep woke(Effect... effects) {
        return step(Optional.of(new Input.Woke()), effects);
    }

    private static void trips(Check check, StormView view, SimStep step) {
        assertThatThrownBy(() -> check.afterStep(step, view))
                .isInstanceOf(Violation.class)
                .hasMessageStartingWith(check.name() + ": ");
    }

    private Master master() {
        return Said.watch(s1, "m").orElseThrow().master();
    }

    private Effect announce(EventType type, String payload) {
        return new Effect.Announce(new Event(type, payload));
    }

    private SimStep voted(long client, long epoch, String leader) {
        List<String> words = List.of(
                "SENTINEL",
                "is-master-down-by-addr",
                master().endpoint().host(),
                Integer.toString(master().endpoint().port()),
                Long.toString(epoch),
                leader);
        Input question = new Input.Commanded(client, "sentinel|is-master-down-by-addr", words);
        Resp answer = Resp.array(Resp.integer(0), Resp.bulk(leader), Resp.integer(epoch));
        return step(Optional.of(question), new Effect.Reply(client, answer));
    }

    private Effect hello(long currentEpoch, long configEpoch) {
        HelloMessage hello = new HelloMessage(
                s1.endpoint(), s1.core().realm().self().runId(), currentEpoch, "m", master().endpoint(), configEpoch);
        return new Effect.Send(master().link().id(), Requests.of(master()).hello(hello.format()));
    }

    private Effect order(String master, LinkId link, String... words) {
        return new Effect.Send(link, new Request(Request.Kind.SLAVEOF, master, List.of(words)));
    }

    @Test
    void aSecondVoteInOneEpochIsFoundAlsoAfterARestart() {
        OneVotePerEpoch check = new OneVotePerEpoch();
        check.afterStep(voted(1, 5, ONE), view);
        check.afterStep(voted(2, 5, ONE), view);
        check.afterStep(voted(3, 6, OTHER), view);
        check.afterStep(step(Optional.empty()), view);
        trips(check, view, voted(1, 5, OTHER));
    }

    @Test
    void anEpochInAHelloThatGoesBackIsFound() {
        EpochsNeverGoBack check = new EpochsNeverGoBack();
        check.afterStep(woke(hello(4, 0)), view);
        check.afterStep(woke(hello(4, 0)), view);
        trips(check, view, woke(hello(3, 0)));
    }

    @Test
    void aConfigurationThatGoesBackIsFound() {
        EpochsNeverGoBack check = new EpochsNeverGoBack();
        master().configuredIn(7);
        check.afterStep(woke(), view);
        master().configuredIn(6);
        trips(check, view, woke());
    }

    @Test
    void whatIsToldBeforeItIsSavedIsFound() {
        NothingUnsavedIsTold check = new NothingUnsavedIsTold();
        check.afterStep(woke(hello(0, 0)), view);
        trips(check, view, woke(hello(1, 0)));
        trips(check, view, voted(1, 1, ONE));
        trips(check, view, woke(announce(EventType.VOTE_FOR_LEADER, ONE + " 1")));
        master().configuredInState(1, play.nowMillis());
        trips(check, view, woke(hello(0, 1)));
        play.passes(2_000);
        check.afterStep(woke(hello(0, 1)), view);
    }

    @Test
    void twoLeadersOfOneEpochAreFound() {
        OneLeaderPerEpoch check = new OneLeaderPerEpoch();
        SimStep first = woke(announce(EventType.ELECTED_LEADER, master().described()));
        check.afterStep(first, view);
        check.afterStep(first, view);
        SimSentinel s2 = play.cluster().sentinel("s2");
        trips(check, view, new SimStep(s2, first.millis(), first.input(), first.batch()));
    }

    @Test
    void twoPromotionsThatLastAreFoundWhereTheirLeadersReachEachOther() {
        OnePromotionInFlight check = new OnePromotionInFlight();
        List<Promotion> two = List.of(new Promotion("s1", "h1", "m", "a"), new Promotion("s2", "h2", "m", "b"));
        long late = OnePromotionInFlight.NEWS_MILLIS + 1;
        check.look(0, two, (here, there) -> true);
        check.look(late - 1, List.of(), (here, there) -> true);
        check.look(late, two, (here, there) -> true);
        check.look(3 * late, two, (here, there) -> here.equals("h1"));
        check.look(4 * late, two, (here, there) -> true);
        assertThatThrownBy(() -> check.look(5 * late, two, (here, there) -> true))
                .isInstanceOf(Violation.class)
                .hasMessageStartingWith("OnePromotionInFlight: ");
    }

    @Test
    void anAttemptThatOneSentinelAloneWantsIsFound() {
        trips(new FailoverNeedsQuorum(), view, woke(announce(EventType.TRY_FAILOVER, master().described())));
    }

    @Test
    void anAnswerCountsWhenItsConnectionIsReplacedInItsOwnStepButNotLater() {
        Link link = master().peers().iterator().next().link();
        LinkId old = link.id();
        link.closed();
        link.opening(play.nowMillis());
        Resp agreed = Resp.array(Resp.integer(1), Resp.bulk("*"), Resp.integer(0));
        Request question = Requests.of(master()).masterDown(master().endpoint(), 0, "*");
        Optional<Input> answer = Optional.of(new Input.Answered(old, question, agreed));
        SimStep attempt = woke(announce(EventType.TRY_FAILOVER, master().described()));

        FailoverNeedsQuorum check = new FailoverNeedsQuorum();
        check.afterStep(step(answer, new Effect.CloseLink(old)), view);
        check.afterStep(attempt, view);
        FailoverNeedsQuorum other = new FailoverNeedsQuorum();
        other.afterStep(step(answer), view);
        trips(other, view, attempt);
    }

    @Test
    void aLeaderWithoutVotesIsFound() {
        trips(new LeaderNeedsMajority(), view, woke(announce(EventType.ELECTED_LEADER, master().described())));
    }

    @Test
    void aPromotionByWhoeverWasNotElectedIsFound() {
        LinkId replica = master().replicas().iterator().next().link().id();
        trips(new LeaderNeedsMajority(), view, woke(order("m", replica, "SLAVEOF", "NO", "ONE")));
    }

    @Test
    void theChoiceOfAReplicaThatMustNotBePromotedIsFound() {
        PromotedWasFit check = new PromotedWasFit();
        master().replicas().forEach(replica -> {
            SimStep chosen = woke(announce(EventType.SELECTED_SLAVE, replica.described()));
            if (replica.report().priority() == 0) {
                trips(check, view, chosen);
            } else {
                check.afterStep(chosen, view);
            }
        });
    }

    @Test
    void anOrderToAServerOfAnotherGroupIsFoundAndOneToFollowSuchAServer() {
        NoForeignCommand check = new NoForeignCommand();
        LinkId own = new LinkId(991, 1);
        LinkId foreign = new LinkId(992, 1);
        var server = play.cluster().redis("c").endpoint();
        check.afterStep(
                woke(
                        new Effect.OpenLink(own, play.cluster().redis("a").endpoint()),
                        new Effect.OpenLink(foreign, server),
                        order("m", own, "SLAVEOF", "NO", "ONE"),
                        order("n", foreign, "SLAVEOF", "NO", "ONE")),
                view);
        trips(check, view, woke(order("m", foreign, "SLAVEOF", "NO", "ONE")));
        trips(check, view, woke(order("m", own, "SLAVEOF", server.host(), Integer.toString(server.port()))));
    }

    @Test
    void aSwitchThatIsToldTwiceOrFromElsewhereIsFound() {
        MasterAnswerMovesForward check = new MasterAnswerMovesForward();
        check.afterStep(woke(), view);
        String now = master().endpoint().spaced();
        trips(check, view, woke(announce(EventType.SWITCH_MASTER, "m 192.0.2.1 6379 192.0.2.2 6379")));
        trips(
                check,
                view,
                woke(
                        announce(EventType.SWITCH_MASTER, "m " + now + " 192.0.2.2 6379"),
                        announce(EventType.SWITCH_MASTER, "m " + now + " 192.0.2.2 6379")));
    }

    @Test
    void aSwitchThatIsToldThoughNothingChangedIsFound() {
        MasterAnswerMovesForward check = new MasterAnswerMovesForward();
        check.afterStep(woke(), view);
        String now = master().endpoint().spaced();
        trips(check, view, woke(announce(EventType.SWITCH_MASTER, "m " + now + " 192.0.2.2 6379")));
    }

    @Test
    void aStateThatIsSkippedIsFound() {
        LegalSteps check = new LegalSteps();
        String subject = master().described();
        check.afterStep(
                woke(
                        announce(EventType.TRY_FAILOVER, subject),
                        announce(EventType.FAILOVER_STATE_SELECT_SLAVE, subject)),
                view);
        trips(check, view, woke(announce(EventType.FAILOVER_STATE_RECONF_SLAVES, subject)));
    }

    @Test
    void aStepOfTooMuchWorkIsFoundAndOneThatWantsToBeWokenAtOnce() {
        BoundedWork check = new BoundedWork();
        check.afterStep(woke(announce(EventType.SET, "")), view);
        List<Effect> many = Collections.nCopies(10_000, announce(EventType.SET, ""));
        trips(check, view, woke(many.toArray(new Effect[0])));
        Batch again = new Batch(List.of(), 1, 1, play.nowMillis());
        trips(check, view, new SimStep(s1, play.nowMillis(), Optional.of(new Input.Woke()), again));
        Link link = master().link();
        for (int i = 0; i <= BoundedWork.PENDING; i++) {
            link.sent();
        }
        trips(check, view, woke(new Effect.Send(link.id(), Requests.of(master()).ping())));
    }

    @Test
    void anAnswerOfAnOldConnectionThatCountsIsFound() {
        OldLinksAreSilent check = new OldLinksAreSilent();
        Link link = master().link();
        LinkId old = new LinkId(link.id().number(), link.id().generation() - 1);
        SimStep late = step(
                Optional.of(new Input.Answered(old, Request.of(Request.Kind.PING, "PING"), new Resp.Simple("PONG"))));
        play.passes(1_500);
        check.afterStep(late, view);
        link.available(late.millis());
        trips(check, view, late);
    }
}
