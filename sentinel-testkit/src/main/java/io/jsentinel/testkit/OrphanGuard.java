package io.jsentinel.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A small shell process that ends our children when this JVM dies without its shutdown hooks, as by
 * {@code kill -9}. It hears the ids of the children through a pipe; when the JVM is gone, however that came about,
 * the pipe ends, and the shell kills the children that are left by their ids and ends itself. Where there is no
 * {@code sh}, there is no guard, and all else works.
 */
final class OrphanGuard {

    private static final String PROGRAM = """
        trap '' INT TERM HUP QUIT
        pids=' '
        while read -r sign pid; do
          case "$sign$pids" in
            +*) pids="$pids$pid " ;;
            -*" $pid "*) pids="${pids%% $pid *} ${pids#* $pid }" ;;
          esac
        done
        [ "$pids" = ' ' ] || kill -9 $pids
        """;

    private final OutputStream pipe;

    private OrphanGuard(OutputStream pipe) {
        this.pipe = pipe;
    }

    /** A running guard. */
    static OrphanGuard start() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", PROGRAM)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new OrphanGuard(shell.getOutputStream());
        } catch (IOException e) {
            return new OrphanGuard(OutputStream.nullOutputStream());
        }
    }

    /** Puts a process under guard. */
    void add(long pid) {
        tell("+ " + pid);
    }

    /** Takes a process that has ended out of guard, before its id can be given to another. */
    void remove(long pid) {
        tell("- " + pid);
    }

    private synchronized void tell(String line) {
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            // The guard is a second net; the shutdown hook of Leftovers is the first.
        }
    }
}
