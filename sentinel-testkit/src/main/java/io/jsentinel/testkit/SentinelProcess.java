package io.jsentinel.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One sentinel daemon as a process, ours or the stock one, with its own {@code sentinel.conf} that it writes to. */
public final class SentinelProcess extends ServerProcess {

    private static final String CONF = "sentinel.conf";

    private final SentinelSetup setup;
    private List<String> program;

    SentinelProcess(SentinelSetup setup, int port) {
        super("sentinel", port, ProcessHome.in(setup.folder(), "jsentinel-sentinel-"));
        this.setup = setup;
        this.program = setup.command();
        home().write(CONF, setup.conf(port, home().path()));
    }

    /** The redis-sentinel of this machine. @throws IllegalStateException when there is none */
    public static SentinelSetup stock() {
        return command(StockSentinel.command());
    }

    /** Our daemon, run by the Java of this JVM; see {@link JsentinelCommand}. */
    public static SentinelSetup jsentinel() {
        return command(JsentinelCommand.of());
    }

    /** A daemon that is started by this command, to which the path of its configuration file is added. */
    public static SentinelSetup command(List<String> command) {
        return new SentinelSetup(command);
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(program);
        command.add(home().file(CONF).toString());
        command.addAll(setup.options());
        return command;
    }

    /** Starts another program on the same port with the same configuration file, after a {@link #kill()}. */
    public void restartAs(List<String> otherProgram) {
        kill();
        program = List.copyOf(otherProgram);
        launch();
    }

    @Override
    Optional<String> password() {
        return setup.password();
    }

    @Override
    Optional<SSLContext> tls() {
        return setup.tls();
    }

    @Override
    Duration startBound() {
        return setup.startBound();
    }

    @Override
    boolean isUp(RespClient client) {
        return client.call("PING").asText().equals("PONG");
    }

    /** The port of the master of that name, as this sentinel tells its clients. */
    public int masterPort(String masterName) {
        Reply address = call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
        return (int) address.asList().get(1).asLong();
    }

    @Override
    public String confText() {
        return home().read(CONF);
    }
}
