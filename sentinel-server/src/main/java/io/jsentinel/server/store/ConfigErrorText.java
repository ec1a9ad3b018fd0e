package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfigException;
import java.util.Optional;

/** What a user reads on standard error when the configuration is wrong: the lines of Redis, and a hint where we have one. */
public final class ConfigErrorText {

    private ConfigErrorText() {}

    /**
     * The text, with line ends; it never shows a secret, because a {@link ConfigException} holds none.
     *
     * @param error what is wrong
     */
    public static String of(ConfigException error) {
        StringBuilder text = new StringBuilder();
        text.append("\n*** FATAL CONFIG FILE ERROR (")
                .append(error.saidBy().errorHeader())
                .append(") ***\n");
        if (error.file().startsWith(ConfLine.ENVIRONMENT)) {
            // The name of the variable is what people need; the line that we made of it is not theirs.
            text.append(error.file()).append(": ");
        } else if (error.line() > 0) {
            text.append(place(error)).append("\n>>> '").append(error.text()).append("'\n");
        }
        text.append(error.getMessage()).append('\n');
        error.nearest()
                .ifPresent(name -> text.append("Did you mean '").append(name).append("'?\n"));
        return ByteText.toUnicode(text.toString());
    }

    /**
     * The line of the log that Redis writes in place of that text when a file cannot be opened.
     *
     * @param error what is wrong
     * @return nothing for any other error
     */
    public static Optional<String> logLine(ConfigException error) {
        return error.line() == 0 && error.getMessage().startsWith(DiskFiles.CANNOT_OPEN)
                ? Optional.of(ByteText.toUnicode(error.getMessage()))
                : Optional.empty();
    }

    private static String place(ConfigException error) {
        if (error.file().equals(ConfLine.COMMAND_LINE)) {
            return "Reading the options of the command line";
        }
        if (error.file().equals(ConfFile.STANDARD_INPUT)) {
            return "Reading standard input, at line " + error.line();
        }
        // The line of Redis, which does not say which file it means; only for the main one that is clear.
        return "Reading the configuration file, at line " + error.line()
                + (error.isIncluded() ? " of " + error.file() : "");
    }
}
