package io.jsentinel.step;

import java.util.List;

/**
 * What one step asks for. All of it may be done at once: what must wait until something is saved is asked for in the
 * step that hears of the save.
 *
 * @param effects in order
 * @param stateNumber the number of the state after this step; a higher one than was saved last must be saved
 * @param urgentState the newest state that somebody may wait for: it is saved at once. What only differs from it by
 *     what others tell again may be saved {@value #PATIENCE_MILLIS} ms later, together with more of the kind
 * @param nextLookMillis when the core must be woken at the latest, on the clock that the step was given;
 *     {@link Long#MAX_VALUE} for never
 */
public record Batch(List<Effect> effects, long stateNumber, long urgentState, long nextLookMillis) {

    /** How long a state that nobody waits for may stay unsaved before its save is begun; longer where saves take long. */
    public static final long PATIENCE_MILLIS = 250;

    public Batch {
        effects = List.copyOf(effects);
    }
}
