package io.jsentinel.server.net;

import java.util.List;

/** A command that a session answers itself. */
@FunctionalInterface
interface SessionCommand {

    /**
     * Serves one request.
     *
     * @param client who asks; gets the answers
     * @param words the request, its number of words checked
     */
    void run(ClientSession client, List<String> words);
}
