package io.jsentinel.failover;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.HandOver.Step;
import io.jsentinel.step.OrderForm;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import java.util.Optional;

/** What a failover does between the votes and the moment when the new master is told: one method for each state. */
final class FailoverSteps {

    /** What came of a step. */
    enum Outcome {
        /** The failover is under way, in this state or in the next. */
        GOES_ON,
        /** There is no replica to promote. */
        NO_GOOD_REPLICA,
        /** The replica does not become a master. */
        NOT_PROMOTED,
        /** The master does not hand over: all is to be as it was. */
        GIVEN_UP,
        /** The replica is the master, and nobody knows yet. */
        PROMOTED
    }

    private final Master master;
    private final Course course;
    private final ReplicaChoice choice;
    private final Promotion promotion;
    private final HandOver handOver;

    FailoverSteps(Master master, Course course, ReplicaChoice choice, Promotion promotion, HandOver handOver) {
        this.master = master;
        this.course = course;
        this.choice = choice;
        this.promotion = promotion;
        this.handOver = handOver;
    }

    /** Chooses the replica; one that takes over from a master that is well must be near it. */
    Outcome select(Outbox out) {
        if (choice.isTooEarly(course.sinceMillis(), out)) {
            return Outcome.GOES_ON;
        }
        FailoverPlan plan = course.plan();
        Optional<Replica> best = choice.best(plan, out);
        if (best.isEmpty()) {
            choice.logRefusals(out);
            return Outcome.NO_GOOD_REPLICA;
        }
        if (plan.pausesWrites()) {
            return approach(
                    choice.bestThatAnswers(plan, course.beganMillis(), out).orElseGet(best::get), out);
        }
        course.choose(best.get(), FailoverState.SEND_SLAVEOF_NOONE, out);
        return Outcome.GOES_ON;
    }

    private Outcome approach(Replica replica, Outbox out) {
        Step step = handOver.approach(replica, course.beganMillis(), out);
        if (step == Step.DONE) {
            handOver.pause(replica, out);
            promotion.form(OrderForm.ROLE_ONLY);
            course.choose(replica, FailoverState.PAUSE_WRITES, out);
        } else if (step == Step.IMPOSSIBLE && !course.plan().isStrict()) {
            takeOrdinaryWay(out);
            course.choose(replica, FailoverState.SEND_SLAVEOF_NOONE, out);
        }
        return outcome(step);
    }

    /** Waits until the master lets writes wait. */
    Outcome awaitPause(Outbox out) {
        Step step = handOver.awaitPause(out);
        if (step == Step.DONE) {
            course.enter(FailoverState.WAIT_OFFSET, course.replica(), out);
        } else if (step == Step.IMPOSSIBLE && !course.plan().isStrict()) {
            takeOrdinaryWay(out);
            course.enter(FailoverState.SEND_SLAVEOF_NOONE, course.replica(), out);
        }
        return outcome(step);
    }

    /** Waits until the replica has read everything. */
    Outcome awaitOffset(Outbox out) {
        Step step = handOver.awaitOffset(course.replica(), out);
        if (step == Step.DONE) {
            course.enter(FailoverState.SEND_SLAVEOF_NOONE, course.replica(), out);
        }
        return outcome(step);
    }

    private Outcome outcome(Step step) {
        // A plan that is not strict has gone on in the ordinary way.
        boolean over =
                step == Step.FAILED || step == Step.IMPOSSIBLE && course.plan().isStrict();
        return over ? Outcome.GIVEN_UP : Outcome.GOES_ON;
    }

    /** The master cannot hand over: whoever ordered this wants another master all the same. */
    private void takeOrdinaryWay(Outbox out) {
        out.log(Level.WARNING, "Failing over " + master.name() + " in the ordinary way: " + handOver.why());
        handOver.forget();
        course.turn(FailoverPlan.manual(course.plan().target()));
        promotion.form(OrderForm.FULL);
    }

    /** Tells the replica to be a master. */
    Outcome promote(Outbox out) {
        Replica replica = course.replica();
        if (!out.isVoteSaved(master)) {
            out.lookAgainWhenSaved();
            return hope(replica, out);
        }
        if (!replica.link().isUp()) {
            return hope(replica, out);
        }
        if (course.plan().pausesWrites()) {
            handOver.promotionOrdered();
        }
        promotion.order(replica, out);
        course.enter(FailoverState.WAIT_PROMOTION, replica, out);
        return Outcome.GOES_ON;
    }

    /**
     * Waits until the replica says that it is one.
     *
     * @param isMeant whether the order is still meant, so that it may be repeated where it is lost
     */
    Outcome awaitPromotion(boolean isMeant, Outbox out) {
        if (isMeant) {
            promotion.repeat(course.replica(), out);
        }
        return hope(course.replica(), out);
    }

    /** A replica that went down, or refuses, will not be promoted, so there is no need to wait for the time-out as Redis does. */
    private Outcome hope(Replica replica, Outbox out) {
        if (course.plan().pausesWrites() && handOver.awaitPromotion(out) == Step.FAILED) {
            return Outcome.GIVEN_UP;
        }
        long limitAt = course.sinceMillis() + master.settings().failoverTimeoutMillis();
        if (replica.isDown() || promotion.isRefused(replica, course.sinceMillis()) || out.nowMillis() > limitAt) {
            return Outcome.NOT_PROMOTED;
        }
        out.lookAgainAt(limitAt + 1);
        return Outcome.GOES_ON;
    }

    /** The replica says that it is a master: a master that hands over steps down before anybody is told. */
    Outcome confirm(Outbox out) {
        if (!course.plan().pausesWrites()) {
            return Outcome.PROMOTED;
        }
        if (handOver.awaitPromotion(out) == Step.FAILED) {
            return Outcome.GIVEN_UP;
        }
        handOver.demote(course.replica(), out);
        course.enter(FailoverState.DEMOTE_MASTER, master, out);
        return Outcome.GOES_ON;
    }

    /** Waits until the old master has stepped down. */
    Outcome awaitDemotion(Outbox out) {
        Step step = handOver.awaitDemotion(out);
        return step == Step.DONE ? Outcome.PROMOTED : outcome(step);
    }
}
