package io.jsentinel.command;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.Switchover;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.List;
import java.util.Optional;

/** SENTINEL FAILOVER: another master because somebody wants it. */
final class FailoverCommands {

    private final Watches watches;

    FailoverCommands(Watches watches) {
        this.watches = watches;
    }

    Resp failover(Commanded command, Outbox out) {
        List<String> words = command.args();
        Optional<Watch> watch = watches.named(words.get(2));
        if (watch.isEmpty()) {
            return QueryCommands.NO_SUCH_MASTER;
        }
        FailoverWish wish = FailoverWish.read(words.subList(3, words.size()));
        if (wish.problem().isPresent()) {
            return wish.problem().get();
        }
        Optional<Switchover.Refusal> refusal = watch.get().switchover().begin(wish.wish(), out);
        if (refusal.isPresent()) {
            return answer(refusal.get());
        }
        out.log(Level.NOTICE, "Executing user requested FAILOVER of '" + words.get(2) + "'");
        watches.touch(watch.get(), out);
        return Resp.OK;
    }

    private static Resp answer(Switchover.Refusal refusal) {
        return switch (refusal.obstacle()) {
            case IN_PROGRESS -> Resp.error("-INPROG " + refusal.words());
            case NO_GOOD_REPLICA -> Resp.error("-NOGOODSLAVE " + refusal.words());
            case UNKNOWN_REPLICA, NO_HAND_OVER -> Resp.error(refusal.words());
        };
    }
}
