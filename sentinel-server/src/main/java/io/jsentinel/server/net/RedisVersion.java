package io.jsentinel.server.net;

/** The version of Redis whose behaviour this server shows, as HELLO and INFO tell it. */
public final class RedisVersion {

    /** What clients compare with. */
    public static final String TEXT = "7.2.4";

    private RedisVersion() {}
}
