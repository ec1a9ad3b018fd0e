package io.jsentinel.sim.check;

/** A promise was broken. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String check;

    /**
     * A broken promise.
     *
     * @param check which
     * @param sentence what happened, with the moment and the names
     */
    public Violation(String check, String sentence) {
        super(check + ": " + sentence);
        this.check = check;
    }

    /** Which promise. */
    public String check() {
        return check;
    }
}
