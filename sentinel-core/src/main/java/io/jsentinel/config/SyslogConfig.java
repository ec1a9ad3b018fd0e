package io.jsentinel.config;

/**
 * Whether and how the log goes to the machine's syslog as well.
 *
 * @param enabled whether it does
 * @param ident the name that lines carry there
 * @param facility {@code user} or {@code local0} to {@code local7}
 */
public record SyslogConfig(boolean enabled, String ident, String facility) {

    /** What Redis takes when the file says nothing. */
    public static final SyslogConfig DEFAULT = new SyslogConfig(false, "redis", "local0");
}
