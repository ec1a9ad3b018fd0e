package io.jsentinel.step;

import java.util.List;

/**
 * What one step asks for. All of it may be done at once: what must wait until something is saved is asked for in the
 * step that hears of the save.
 *
 * @param effects in order
 * @param stateNumber the number of the state after this step; a higher one than was saved last must be saved
 * @param nextLookMillis when the core must be woken at the latest, on the clock that the step was given;
 *     {@link Long#MAX_VALUE} for never
 */
public record Batch(List<Effect> effects, long stateNumber, long nextLookMillis) {

    public Batch {
        effects = List.copyOf(effects);
    }
}
