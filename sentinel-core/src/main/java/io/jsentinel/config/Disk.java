package io.jsentinel.config;

import java.util.List;
import java.util.Optional;

/** What the reader of a configuration asks about files: the server answers from the real ones, a test from a map. */
public interface Disk {

    /**
     * The files that an {@code include} line names.
     *
     * @param pattern the path as it stands in the line; may have {@code *} and {@code ?} in its last part
     * @param dir the folder that a relative path starts from; empty = the process's own
     * @return in the order in which they are read; none when a pattern matches nothing
     * @throws ConfigException when a file that is named without a pattern cannot be read
     */
    List<ConfText> include(String pattern, String dir) throws ConfigException;

    /** Why a folder cannot be the working directory, in the system's words, or nothing when it can. */
    Optional<String> dirProblem(String path);

    /**
     * Whether a script can be run.
     *
     * @param path as it stands in the line
     * @param dir the folder that a relative path starts from; empty = the process's own
     */
    boolean isExecutable(String path, String dir);

    /**
     * Why a log cannot be written, in the system's words, or nothing when it can.
     *
     * @param path as it stands in the line, not empty
     * @param dir the folder that a relative path starts from; empty = the process's own
     */
    default Optional<String> logProblem(String path, String dir) {
        return Optional.empty();
    }
}
