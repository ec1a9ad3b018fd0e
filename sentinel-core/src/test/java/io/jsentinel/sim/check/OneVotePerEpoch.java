package io.jsentinel.sim.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import java.util.List;
import java.util.TreeMap;

/**
 * A daemon votes once for each master and epoch, over all its lives: whatever it answers to candidates, and its own name
 * when it asks for votes. A daemon that lost its disk and has a new identity is a new voter; one with the old identity
 * and an older disk is released.
 */
public final class OneVotePerEpoch implements Check {

    private static final String QUESTION = "sentinel|is-master-down-by-addr";
    private static final String NOBODY = "*";
    private static final int LOOK_BACK = 256;

    private final DiskMemory disks = new DiskMemory();
    private final TreeMap<Ballot, String> told = new TreeMap<>();
    private final TreeMap<String, TreeMap<Long, String>> questions = new TreeMap<>();

    /** What one vote is given for. */
    private record Ballot(String voter, String master, long epoch) implements Comparable<Ballot> {
        @Override
        public int compareTo(Ballot other) {
            int byVoter = voter.compareTo(other.voter);
            int byMaster = byVoter != 0 ? byVoter : master.compareTo(other.master);
            return byMaster != 0 ? byMaster : Long.compare(epoch, other.epoch);
        }
    }

    @Override
    public String name() {
        return "OneVotePerEpoch";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        if (disks.isLossSeen(step)) {
            String voter = Said.id(step.by());
            told.keySet().removeIf(ballot -> ballot.voter().equals(voter));
        }
        if (step.input().isEmpty()) {
            questions.remove(step.by().name());
        }
        if (step.input().isPresent()
                && step.input().get() instanceof Input.Commanded command
                && command.name().equals(QUESTION)) {
            List<String> words = command.args();
            Endpoint asked = new Endpoint(words.get(2), Integer.parseInt(words.get(3)));
            Said.masterAt(step.by(), asked).ifPresent(master -> open(step).put(command.client(), master));
        }
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Reply reply) {
                answered(step, reply);
            }
        }
        for (Effect.Send send : Said.sends(step, Request.Kind.MASTER_DOWN)) {
            List<String> words = send.request().args();
            vote(step, send.request().master(), Long.parseLong(words.get(4)), words.get(5));
        }
    }

    private TreeMap<Long, String> open(SimStep step) {
        TreeMap<Long, String> open = questions.computeIfAbsent(step.by().name(), name -> new TreeMap<>());
        if (open.size() > LOOK_BACK) {
            // Clients that went away are never answered.
            open.pollFirstEntry();
        }
        return open;
    }

    private void answered(SimStep step, Effect.Reply reply) {
        String master = open(step).remove(reply.client());
        if (master != null
                && reply.answer() instanceof Resp.Array array
                && array.items().size() == 3
                && array.items().get(2) instanceof Resp.Int epoch) {
            vote(step, master, epoch.value(), array.items().get(1).textOrEmpty());
        }
    }

    private void vote(SimStep step, String master, long epoch, String leader) {
        if (leader.equals(NOBODY)) {
            return;
        }
        String before = told.putIfAbsent(new Ballot(Said.id(step.by()), master, epoch), leader);
        if (before != null && !before.equals(leader)) {
            throw new Violation(
                    name(),
                    Said.at(step) + "in epoch " + epoch + " of " + master + " it voted for " + before + " and now for "
                            + leader);
        }
    }
}
