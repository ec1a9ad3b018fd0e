package io.jsentinel.sim.check;

import io.jsentinel.Sentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimFlaw;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The faults that a core must not have, each as a flaw that can be planted, and the checks of which one must find it. */
enum PlantedFlaw {
    /** It gives its vote in one epoch to every candidate that asks. */
    VOTES_TWICE(VotesTwice::new, "OneVotePerEpoch"),
    /** It tells its vote at once. */
    ANSWERS_BEFORE_SAVE(AnswersBeforeSave::new, "NothingUnsavedIsTold"),
    /** It does not read the epochs that it saved. */
    FORGETS_THE_EPOCH(ForgetsTheEpoch::new, "EpochsNeverGoBack"),
    /** It takes every answer for one that agrees that the master is down. */
    NEEDS_NO_QUORUM(NeedsNoQuorum::new, "FailoverNeedsQuorum"),
    /** It takes an answer of an old connection for one of the present one. */
    IGNORES_THE_GENERATION(IgnoresTheGeneration::new, "OldLinksAreSilent"),
    /** It counts what another sentinel once said, whatever that one says now, and of whichever server it said it. */
    COUNTS_A_STALE_ANSWER(CountsAStaleAnswer::new, "FailoverNeedsQuorum"),
    /** It takes silence for votes. */
    ELECTED_BY_A_MINORITY(ElectedByAMinority::new, "LeaderNeedsMajority"),
    /** It follows the configuration of any hello. */
    ADOPTS_AN_OLDER_EPOCH(AdoptsAnOlderEpoch::new, "EpochsNeverGoBack"),
    /** It orders another master's node to follow. */
    COMMANDS_A_FOREIGN_NODE(CommandsAForeignNode::new, "NoForeignCommand"),
    /** It tells nobody that the master is another one. */
    MISSES_A_SWITCH_EVENT(MissesASwitchEvent::new, "MasterAnswerMovesForward");

    private final Supplier<SimFlaw> maker;
    private final String check;

    PlantedFlaw(Supplier<SimFlaw> maker, String check) {
        this.maker = maker;
        this.check = check;
    }

    /** A new one, for one daemon. */
    SimFlaw plant() {
        return maker.get();
    }

    /** The check that is made for it. */
    String check() {
        return check;
    }

    private static Resp answer(long down, String leader, long epoch) {
        return Resp.array(Resp.integer(down), Resp.bulk(leader), Resp.integer(epoch));
    }

    /** The items of an answer to the question whether a master is down; nothing when the input is none. */
    private static Optional<List<Resp>> masterDown(Input input) {
        return input instanceof Input.Answered answered
                        && answered.request().kind() == Request.Kind.MASTER_DOWN
                        && answered.answer() instanceof Resp.Array array
                        && array.items().size() == 3
                ? Optional.of(array.items())
                : Optional.empty();
    }

    private static Input withAnswer(Input input, Resp... items) {
        Input.Answered answered = (Input.Answered) input;
        return new Input.Answered(answered.link(), answered.request(), Resp.array(items));
    }

    /** Remembers who asks for a vote, and in which words. */
    private abstract static class Voter implements SimFlaw {

        final TreeMap<Long, List<String>> asked = new TreeMap<>();

        @Override
        public List<Input> inputs(Sentinel core, Input input) {
            if (input instanceof Input.Commanded command
                    && command.name().equals("sentinel|is-master-down-by-addr")
                    && !command.args().get(5).equals("*")) {
                asked.put(command.client(), command.args());
            }
            return List.of(input);
        }
    }

    private static final class VotesTwice extends Voter {

        @Override
        public List<Effect> effects(Sentinel core, List<Effect> wanted) {
            return wanted.stream().map(this::forAnybody).toList();
        }

        private Effect forAnybody(Effect effect) {
            if (effect instanceof Effect.Reply reply
                    && reply.answer() instanceof Resp.Array array
                    && array.items().size() == 3
                    && asked.containsKey(reply.client())) {
                List<String> words = asked.remove(reply.client());
                List<Resp> items = array.items();
                if (items.get(2).equals(Resp.integer(Long.parseLong(words.get(4))))) {
                    return new Effect.Reply(
                            reply.client(), Resp.array(items.get(0), Resp.bulk(words.get(5)), items.get(2)));
                }
            }
            return effect;
        }
    }

    private static final class AnswersBeforeSave extends Voter {

        @Override
        public List<Effect> effects(Sentinel core, List<Effect> wanted) {
            List<Effect> all = new ArrayList<>(wanted);
            for (Effect effect : wanted) {
                if (effect instanceof Effect.Reply reply) {
                    asked.remove(reply.client());
                }
            }
            asked.forEach((client, words) -> core.realm().watches().all().stream()
                    .filter(watch -> watch.ballot().epoch() == Long.parseLong(words.get(4)))
                    .filter(watch -> watch.ballot().votedFor().isPresent())
                    .forEach(watch -> all.add(new Effect.Reply(
                            client,
                            answer(
                                    1,
                                    watch.ballot().votedFor().orElseThrow().value(),
                                    watch.ballot().epoch())))));
            asked.clear();
            return all;
        }
    }

    private static final class ForgetsTheEpoch implements SimFlaw {

        @Override
        public Optional<SentinelConfig> startsFrom(Optional<SentinelConfig> file) {
            return file.map(state -> state.withState(
                    state.myId().orElseThrow(),
                    0,
                    state.masters().stream().map(ForgetsTheEpoch::unvoted).toList()));
        }

        private static MasterConfig unvoted(MasterConfig saved) {
            MasterMemory memory = saved.memory();
            return new MasterConfig(
                    saved.name(),
                    saved.address(),
                    saved.settings(),
                    new MasterMemory(memory.configEpoch(), 0, memory.replicas(), memory.sentinels(), memory.lineage()));
        }
    }

    private static final class NeedsNoQuorum implements SimFlaw {

        @Override
        public List<Input> inputs(Sentinel core, Input input) {
            return List.of(masterDown(input)
                    .map(items -> withAnswer(input, Resp.integer(1), items.get(1), items.get(2)))
                    .orElse(input));
        }
    }

    private static final class IgnoresTheGeneration implements SimFlaw {

        @Override
        public List<Input> inputs(Sentinel core, Input input) {
            if (input instanceof Input.LinkUp up && up.link().generation() > 1) {
                // What the connection before had still to say arrives behind this, and is taken for its own.
                Request ping = Request.of(Request.Kind.PING, "PING");
                return List.of(input, new Input.Answered(up.link(), ping, new Resp.Simple("PONG")));
            }
            return List.of(input);
        }
    }

    private static final class CountsAStaleAnswer implements SimFlaw {

        private final TreeSet<String> onceDown = new TreeSet<>();

        @Override
        public List<Input> inputs(Sentinel core, Input input) {
            Optional<List<Resp>> items = masterDown(input);
            if (items.isEmpty()) {
                return List.of(input);
            }
            Input.Answered answered = (Input.Answered) input;
            LinkId link = answered.link();
            String who = link.number() + " " + answered.request().master();
            if (items.get().get(0).equals(Resp.integer(1))) {
                onceDown.add(who);
            }
            return onceDown.contains(who)
                    ? List.of(withAnswer(
                            input,
                            Resp.integer(1),
                            items.get().get(1),
                            items.get().get(2)))
                    : List.of(input);
        }
    }

    private static final class ElectedByAMinority implements SimFlaw {

        @Override
        public List<Input> inputs(Sentinel core, Input input) {
            List<Input> all = new ArrayList<>(List.of(input));
            String self = core.realm().self().runId().value();
            for (Watch watch : core.realm().watches().all()) {
                if (watch.failover().wantsVotes()) {
                    Master master = watch.master();
                    long epoch = watch.failover().epoch();
                    Request question = Requests.of(master).masterDown(master.endpoint(), epoch, self);
                    for (Peer peer : master.peers()) {
                        all.add(new Input.Answered(peer.link().id(), question, answer(1, self, epoch)));
                    }
                }
            }
            return all;
        }
    }

    private static final class AdoptsAnOlderEpoch implements SimFlaw {

        @Override
        public List<Input> inputs(Sentinel core, Input input) {
            hello(input)
                    .flatMap(hello -> core.realm()
                            .watches()
                            .named(hello.masterName())
                            .map(Watch::master)
                            .filter(master -> hello.configEpoch() < master.configEpoch()
                                    && !master.endpoint().equals(hello.master())))
                    .ifPresent(master ->
                            master.configuredIn(hello(input).orElseThrow().configEpoch() - 1));
            return List.of(input);
        }

        private static Optional<HelloMessage> hello(Input input) {
            return input instanceof Input.Heard heard ? HelloMessage.parse(heard.payload()) : Optional.empty();
        }
    }

    private static final class CommandsAForeignNode implements SimFlaw {

        @Override
        public List<Effect> effects(Sentinel core, List<Effect> wanted) {
            List<Effect> all = new ArrayList<>();
            for (Effect effect : wanted) {
                all.add(effect);
                if (effect instanceof Effect.Send send && send.request().kind().changesRole()) {
                    core.realm().watches().all().stream()
                            .map(Watch::master)
                            .filter(master ->
                                    !master.name().equals(send.request().master()))
                            .filter(master -> master.link().isUp())
                            .findFirst()
                            .ifPresent(foreign ->
                                    all.add(new Effect.Send(foreign.link().id(), send.request())));
                }
            }
            return all;
        }
    }

    private static final class MissesASwitchEvent implements SimFlaw {

        @Override
        public List<Effect> effects(Sentinel core, List<Effect> wanted) {
            return wanted.stream()
                    .filter(effect -> !(effect instanceof Effect.Announce announce
                            && announce.event().type() == EventType.SWITCH_MASTER))
                    .toList();
        }
    }
}
