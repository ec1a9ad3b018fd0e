package io.jsentinel.config;

import java.util.Optional;

/** A configuration that cannot be used: says where, what stood there and what was expected. The daemon does not start. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The file's name as the user gave it. */
    private final String file;

    /** The line, counted from 1; 0 when it concerns the whole file. */
    private final int line;

    /** The line's text, trimmed, without secrets. */
    private final String text;

    /** The nearest valid name, or empty. */
    private final String nearest;

    /** In whose words it is to be told. */
    private final Personality said;

    private final boolean included;

    /**
     * Makes one.
     *
     * @param file the file's name as the user gave it
     * @param line counted from 1; 0 when it concerns the whole file
     * @param text the offending line without secrets, or empty
     * @param reason what is wrong, a sentence without the place
     * @param nearest the nearest valid name, if a name was unknown
     */
    public ConfigException(String file, int line, String text, String reason, Optional<String> nearest) {
        super(reason);
        this.file = file;
        this.line = line;
        this.text = text;
        this.nearest = nearest.orElse("");
        this.said = Personality.DEFAULT;
        this.included = false;
    }

    private ConfigException(ConfigException same, Personality said, String mainFile) {
        super(same.getMessage(), same);
        this.file = same.file;
        this.line = same.line;
        this.text = same.text;
        this.nearest = same.nearest;
        this.said = said;
        this.included = !mainFile.equals(same.file);
    }

    /**
     * The same error, to be told in the words of a version.
     *
     * @param mainFile the file that everything began with, as {@link #file} names it
     */
    public ConfigException saidBy(Personality personality, String mainFile) {
        return new ConfigException(this, personality, mainFile);
    }

    /** Whether it is in another file than the one that everything began with. */
    public boolean isIncluded() {
        return included;
    }

    /** In whose words it is to be told. */
    public Personality saidBy() {
        return said;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public String text() {
        return text;
    }

    /** The nearest valid name, when an unknown name was the reason. */
    public Optional<String> nearest() {
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }
}
