package io.jsentinel.config;

import java.util.Optional;

/**
 * One line of configuration and where it stands.
 *
 * @param file the name of the file, or {@link #COMMAND_LINE}
 * @param number counted from 1
 * @param text the line without blanks around it
 */
public record ConfLine(String file, int number, String text) {

    /** Stands for the file's name when the line is made of options of the command line. */
    public static final String COMMAND_LINE = "command line";

    /** Begins what stands for the file's name when the line is made of a variable of the environment. */
    public static final String ENVIRONMENT = "environment variable ";

    /** The error that this line is. */
    public ConfigException error(String reason) {
        return error(reason, Optional.empty());
    }

    /** The error that this line is, when an unknown name is the reason. */
    public ConfigException error(String reason, Optional<String> nearest) {
        return new ConfigException(file, number, SecretMask.mask(text), reason, nearest);
    }
}
