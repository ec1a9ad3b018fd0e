package io.jsentinel.server.net;

import java.util.List;

/** What sessions need from the daemon behind them. Called on the event loop. */
public interface Backend {

    /**
     * A client's command for the core, well-formed and allowed. The answer comes by {@link Sessions#reply}, from inside
     * this call or later; until then nothing else of this client is served.
     *
     * @param client whom to answer
     * @param name the command's full name in lower case, {@code sentinel|masters}
     * @param args the words, the command's own first
     * @param caller the name that the client gave its connection, empty for none
     */
    void command(long client, String name, List<String> args, String caller);

    /** The block of INFO that begins with {@code # Sentinel}, each line ended by CR LF. */
    String sentinelInfo();

    /** A command made, changed or removed users: the configuration file must be told. */
    void usersChanged();

    /** An Error came up while a client was let in or served; its connection ends. */
    void broken(Error cause);

    /** SHUTDOWN was asked for. */
    void shutdown();
}
