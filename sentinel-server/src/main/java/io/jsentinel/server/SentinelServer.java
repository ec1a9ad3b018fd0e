package io.jsentinel.server;

import io.jsentinel.Sentinel;
import io.jsentinel.Startup;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.ProcessSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.http.HttpServer;
import io.jsentinel.server.kubernetes.ClusterReports;
import io.jsentinel.server.kubernetes.PodApi;
import io.jsentinel.server.link.DnsServers;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.log.Syslog;
import io.jsentinel.server.net.ServerFacts;
import io.jsentinel.server.net.ServerListener;
import io.jsentinel.server.net.ServerListener.Door;
import io.jsentinel.server.net.Sessions;
import io.jsentinel.server.net.UnixListener;
import io.jsentinel.server.rehearsal.RehearsalThread;
import io.jsentinel.server.store.Accounts;
import io.jsentinel.server.store.LoadedConfig;
import io.jsentinel.server.store.SecretFile;
import io.jsentinel.server.store.SecretWatch;
import io.jsentinel.server.supervise.Supervisor;
import io.jsentinel.server.supervise.SupervisorStatus;
import io.jsentinel.server.tls.Tls;
import io.jsentinel.topology.Self.Listening;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running daemon: one event loop with the core, its clients and its links, and the store beside it. */
public final class SentinelServer implements AutoCloseable {

    private static final long CLOSE_BOUND_SECONDS = 5;

    /** How long a failover that we lead may take to its end when we are told to stop. */
    private static final long FINISH_MILLIS = 5_000;

    /** How late the answer to that may come. */
    private static final long WAKE_MILLIS = 1_000;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ServerLog log;
    private final LastResort lastResort;
    private final CountDownLatch shutdownAsked = new CountDownLatch(1);
    private final PidFile pidFile;
    private final List<ServerListener> listeners = new ArrayList<>();
    private Optional<Tls> tls = Optional.empty();
    private UnixListener unixListener;
    private Syslog syslog;
    private CoreLoop core;
    private Optional<HttpServer> pages = Optional.empty();
    private Optional<Supervisor> supervisor = Optional.empty();
    private Optional<SecretWatch> secrets = Optional.empty();
    private Optional<PodApi> podApi = Optional.empty();
    private Optional<RehearsalThread> rehearsal = Optional.empty();
    private boolean started;

    private SentinelServer(ServerConfig config, ServerLog log) {
        this.log = log;
        this.lastResort = new LastResort(log, Runtime.getRuntime()::halt);
        this.group = new WatchedLoopGroup(
                NioIoHandler.newFactory(), cause -> lastResort.failed("the event loop has died", cause));
        this.loop = group.next();
        this.pidFile = new PidFile(config);
    }

    /**
     * Starts a daemon.
     *
     * @param loaded its configuration and state
     * @param version our own version, for the log
     * @param console standard output
     * @throws IOException when an address cannot be listened on or there is none, or the address that connections shall come from is none
     */
    public static SentinelServer start(LoadedConfig loaded, String version, PrintStream console) throws IOException {
        ServerConfig config = loaded.configuration().server();
        ServerLog log = new ServerLog(ServerPaths.logFile(config), ServerLog.threshold(config.logLevel()), console);
        SentinelServer server = new SentinelServer(config, log);
        if (config.process().syslog().enabled()) {
            server.syslog = Syslog.open(config.process().syslog(), reason -> log.write(Level.WARNING, reason));
            log.alsoTo(server.syslog);
        }
        log.write(
                Level.WARNING,
                "jsentinel " + version + " is starting, compatible with "
                        + config.personality().program()
                        + ", Java " + System.getProperty("java.version") + ", pid="
                        + ProcessHandle.current().pid());
        loaded.configuration().notices().forEach(notice -> log.write(Level.WARNING, notice));
        try {
            server.open(loaded, config);
            server.pages =
                    HttpBackstage.open(server.core, server.loop, version, line -> log.write(Level.WARNING, line));
        } catch (IOException | RuntimeException | Error e) {
            // Also after an Error: the threads that run by now would keep a process alive that serves nobody.
            server.close();
            throw e;
        }
        server.rehearsal = Optional.of(RehearsalThread.start(
                loaded.configuration().sentinel().masters().size(),
                () -> !server.core.knowsFailover(),
                fault -> log.write(Level.WARNING, fault)));
        return server;
    }

    private void open(LoadedConfig loaded, ServerConfig config) throws IOException {
        StartCheck.requireListener(config);
        Accounts accounts = accounts(config);
        accounts.disabled()
                .forEach(name -> log.write(
                        Level.NOTICE,
                        "The user '" + name + "' is disabled (there is no 'on' modifier in the user description)."
                                + " Make sure this is not a configuration error."));
        SentinelConfig sentinelConfig = loaded.configuration().sentinel();
        tls = Tls.open(config.tls(), ServerPaths.dir(config), log::write);
        Listening listening = new Listening(announcedPort(config), config.requirePass());
        SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
        Startup startup = new Startup(
                sentinelConfig,
                ProcessSettings.of(config),
                listening,
                path -> ServerPaths.isExecutable(config, path),
                ServerPaths.sidecar(config, trouble -> log.write(Level.WARNING, trouble)));
        Sentinel sentinel = new Sentinel(startup, random);
        ServerFacts facts = ServerPaths.facts(config, loaded.stateFile(), random);
        List<InetSocketAddress> dnsServers = DnsServers.parse(System.getenv().getOrDefault(DnsServers.VARIABLE, ""));
        CoreLoop.Wiring wiring = new CoreLoop.Wiring(
                loop,
                backend -> new Sessions(loop, config, accounts, facts, backend),
                log,
                lastResort,
                shutdownAsked::countDown,
                tls,
                dnsServers,
                ServerPaths.source(config));
        core = new CoreLoop(wiring, sentinel, loaded);
        podApi = PodApi.open(
                config.sidecar(),
                System.getenv(),
                new ClusterReports(core::clusterTold),
                line -> log.write(Level.WARNING, line));
        podApi.ifPresent(core::use);
        spareDescriptors(config.maxClients());
        if (config.port() != 0 && StartCheck.bindsAnything(config)) {
            listen(config, new Door(config.port(), Optional.empty()));
        }
        if (config.tls().port() != 0 && StartCheck.bindsAnything(config)) {
            listen(config, new Door(config.tls().port(), tls));
        }
        if (!config.sockets().unixPath().isEmpty()) {
            unixListener = UnixListener.open(loop, config, core.sessions());
        }
        try {
            pidFile.write();
        } catch (IOException e) {
            // As Redis: who needs the file will see that it is missing; masters are watched all the same.
            log.write(Level.WARNING, e.getMessage());
        }
        log.write(Level.NOTICE, "Running mode=sentinel, port=" + ServerPaths.port(config) + ".");
        loop.submit(core::start).syncUninterruptibly();
        started = true;
        supervisor =
                Supervisor.of(config.process().supervised(), System.getenv(), line -> log.write(Level.NOTICE, line));
        supervisor.ifPresent(this::keepInformed);
        secrets = SecretWatch.of(loaded.secretFiles(), this::secretChanged, line -> log.write(Level.WARNING, line));
    }

    /** Leaves descriptors for our own work; before the first client can come. */
    private void spareDescriptors(int wanted) {
        int clients = Descriptors.clients(wanted);
        if (clients < wanted) {
            core.sessions().admitAtMost(clients);
            log.write(
                    Level.WARNING,
                    "maxclients has been reduced to " + clients + ": this process may have no more than "
                            + Descriptors.limit() + " files open, and needs some itself. For " + wanted
                            + " clients raise 'ulimit -n'.");
        }
    }

    /** Tells a supervisor how we are. The event loop gives the signs of life, since it is what must not hang. */
    private void keepInformed(Supervisor told) {
        told.ready();
        loop.scheduleAtFixedRate(() -> told.status(SupervisorStatus.of(core.sentinelInfo())), 1, 1, TimeUnit.SECONDS);
        told.signOfLifePeriod()
                .ifPresent(
                        period -> loop.scheduleAtFixedRate(told::alive, 0, period.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void secretChanged(SecretFile file) {
        if (file.setting().get(0).startsWith("tls-")) {
            tls.ifPresent(
                    encryption -> encryption.passwordChanged(file.setting().get(0), file.secret()));
        } else {
            loop.execute(() -> core.secretChanged(file));
        }
    }

    private static Accounts accounts(ServerConfig config) throws IOException {
        try {
            return Accounts.load(config);
        } catch (ConfigException e) {
            // They were right when the configuration was read a moment ago.
            throw new IOException(e.getMessage(), e);
        }
    }

    private void listen(ServerConfig config, Door door) throws IOException {
        listeners.add(ServerListener.open(loop, config, door, core.sessions()));
    }

    /** The port that others are told: the encrypted one when sentinels and nodes are to be spoken with that way. */
    private static int announcedPort(ServerConfig config) {
        return config.tls().replication() && config.tls().port() != 0
                ? config.tls().port()
                : config.port();
    }

    /** Waits until a client asks for the end with SHUTDOWN. */
    public void awaitShutdownCommand() throws InterruptedException {
        shutdownAsked.await();
    }

    /** Writes a line to the daemon's log. */
    public void log(Level level, String text) {
        log.write(level, text);
    }

    /** Finishes what our end would harm: clients and nodes are served meanwhile, and it is bounded. */
    private void finish() {
        if (!started) {
            return;
        }
        try {
            SidecarConfig sidecar = core.config().sidecar();
            boolean handsOver = sidecar.isOn() && sidecar.stop().handsOver();
            long budget = handsOver ? sidecar.stop().budgetMillis() : FINISH_MILLIS;
            core.drain(budget, handsOver ? sidecar.knownAs() : List.of())
                    .get(budget + WAKE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.write(Level.WARNING, "stopping before everything was finished");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops in order: what must be finished, no new clients, no more steps, the last state saved. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (group.isShuttingDown()) {
            return;
        }
        if (started) {
            log.write(Level.WARNING, "User requested shutdown...");
        }
        rehearsal.ifPresent(RehearsalThread::end);
        supervisor.ifPresent(Supervisor::stopping);
        secrets.ifPresent(SecretWatch::close);
        if (core != null) {
            finish();
        }
        podApi.ifPresent(PodApi::close);
        listeners.forEach(ServerListener::close);
        pages.ifPresent(HttpServer::close);
        if (unixListener != null) {
            unixListener.close();
        }
        if (core != null) {
            loop.submit(core::stop).awaitUninterruptibly(CLOSE_BOUND_SECONDS, TimeUnit.SECONDS);
            loop.submit(core.sessions()::closeAll).awaitUninterruptibly(CLOSE_BOUND_SECONDS, TimeUnit.SECONDS);
        }
        group.shutdownGracefully(0, CLOSE_BOUND_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * CLOSE_BOUND_SECONDS, TimeUnit.SECONDS);
        tls.ifPresent(Tls::close);
        pidFile.remove();
        supervisor.ifPresent(Supervisor::close);
        if (started) {
            log.write(Level.WARNING, "Sentinel is now ready to exit, bye bye...");
        }
        if (syslog != null) {
            syslog.close();
        }
    }
}
