package io.jsentinel.sim;

import io.jsentinel.Sentinel;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import java.util.List;
import java.util.Optional;

/**
 * A fault that is planted in one core: it stands between the core and its process, and changes what goes in or comes out.
 * Checks see what the process sees, so to them core and flaw together are one faulty core.
 */
public interface SimFlaw {

    /** No fault: everything passes. */
    SimFlaw NONE = new SimFlaw() {};

    /** What the core starts from, given what is on disk. */
    default Optional<SentinelConfig> startsFrom(Optional<SentinelConfig> file) {
        return file;
    }

    /** What the core takes in instead of an input, in order; never nothing. */
    default List<Input> inputs(Sentinel core, Input input) {
        return List.of(input);
    }

    /** What the core wants done instead of that, in order. */
    default List<Effect> effects(Sentinel core, List<Effect> wanted) {
        return wanted;
    }
}
