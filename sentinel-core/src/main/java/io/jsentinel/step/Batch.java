package io.jsentinel.step;

import java.util.List;

/**
 * What one step asks for.
 *
 * @param effects in order
 * @param stateNumber the number of the state after this step; a higher one than was saved last must be saved
 * @param nextLookMillis when the core must be woken at the latest, on the clock that the step was given;
 *     {@link Long#MAX_VALUE} for never
 */
public record Batch(List<Due> effects, long stateNumber, long nextLookMillis) {

    /**
     * An effect and the state that must be on disk before it is carried out.
     *
     * @param afterState 0 for at once
     * @param effect what to do
     */
    public record Due(long afterState, Effect effect) {}

    public Batch {
        effects = List.copyOf(effects);
    }
}
