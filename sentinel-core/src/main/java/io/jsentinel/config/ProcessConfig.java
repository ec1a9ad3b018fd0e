package io.jsentinel.config;

/**
 * How the process lives beside others.
 *
 * @param daemonize whether it goes to the background; without effect while somebody supervises it
 * @param supervised {@code no}, {@code upstart}, {@code systemd} or {@code auto}
 * @param syslog whether and how the log goes to syslog
 */
public record ProcessConfig(boolean daemonize, String supervised, SyslogConfig syslog) {

    /** What Redis takes when the file says nothing. */
    public static final ProcessConfig DEFAULT = new ProcessConfig(false, "no", SyslogConfig.DEFAULT);

    /** Whether the process goes to the background: where somebody supervises it, it does not. */
    public boolean goesToBackground() {
        return daemonize && supervised.equals("no");
    }
}
