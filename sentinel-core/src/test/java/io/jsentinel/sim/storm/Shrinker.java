package io.jsentinel.sim.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the plan of a failed storm smaller, as long as it fails in the same way. */
final class Shrinker {

    /** How many storms it takes at most. */
    private static final int TRIES = 150;

    private final StormOptions options;
    private int left = TRIES;

    Shrinker(StormOptions options) {
        this.options = options;
    }

    /** The failure with the fewest and shortest faults that was found. */
    StormResult shrunk(StormResult failure) {
        StormResult best = withoutWriter(failure);
        int size = Math.max(1, best.plan().faults().size() / 2);
        while (size >= 1) {
            StormResult smaller = withoutSome(best, size);
            size = smaller == best
                    ? size / 2
                    : Math.min(size, Math.max(1, smaller.plan().faults().size() / 2));
            best = smaller;
        }
        return shorter(best);
    }

    private StormResult withoutWriter(StormResult failure) {
        StormShape silent = failure.plan().shape().unwritten();
        StormPlan plan = failure.plan();
        return attempt(failure, new StormPlan(plan.seed(), silent, plan.spanMillis(), plan.faults()))
                .orElse(failure);
    }

    /** Without the first so many neighbouring faults that are not needed. */
    private StormResult withoutSome(StormResult failure, int size) {
        List<Fault> faults = failure.plan().faults();
        for (int from = 0; from + size <= faults.size(); from++) {
            List<Fault> rest = new ArrayList<>(faults);
            rest.subList(from, from + size).clear();
            Optional<StormResult> smaller = attempt(failure, failure.plan().with(rest));
            if (smaller.isPresent()) {
                return smaller.get();
            }
        }
        return failure;
    }

    private StormResult shorter(StormResult failure) {
        StormResult best = failure;
        for (int i = 0; i < failure.plan().faults().size(); i++) {
            List<Fault> faults = new ArrayList<>(best.plan().faults());
            faults.set(i, faults.get(i).lasting(faults.get(i).lastsMillis() / 2));
            best = attempt(best, best.plan().with(faults)).orElse(best);
        }
        return best;
    }

    private Optional<StormResult> attempt(StormResult like, StormPlan plan) {
        if (left-- <= 0) {
            return Optional.empty();
        }
        return Optional.of(Storm.run(plan, options)).filter(r -> r.isFailure() && kind(r).equals(kind(like)));
    }

    private static String kind(StormResult result) {
        Throwable failure = result.failure().orElseThrow();
        return failure instanceof io.jsentinel.sim.check.Violation violation
                ? violation.check()
                : failure.getClass().getName();
    }
}
