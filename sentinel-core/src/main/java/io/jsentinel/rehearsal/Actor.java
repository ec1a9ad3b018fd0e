package io.jsentinel.rehearsal;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.function.Consumer;

/** Somebody on the stage that a sentinel can connect to. */
interface Actor {

    /** Where it is. */
    Endpoint place();

    /** Whether it is there at all. */
    boolean isUp();

    /**
     * Hears a request.
     *
     * @param from on which connection
     * @param words the request
     * @param answer takes the answer, once
     */
    void hear(Wire from, List<String> words, Consumer<Resp> answer);
}
