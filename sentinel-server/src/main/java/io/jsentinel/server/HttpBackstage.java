package io.jsentinel.server;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.http.Backstage;
import io.jsentinel.server.http.DefaultGateway;
import io.jsentinel.server.http.HttpServer;
import io.jsentinel.server.metrics.Readings;
import io.jsentinel.status.Status;
import io.jsentinel.status.Vantage;
import io.jsentinel.step.Effect;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The daemon as the pages of HTTP see it. */
final class HttpBackstage implements Backstage {

    private final CoreLoop core;
    private final List<Endpoint> local;

    private HttpBackstage(CoreLoop core, List<Endpoint> local) {
        this.core = core;
        this.local = local;
    }

    /**
     * Serves HTTP and the agent check as configured, or nothing when neither is.
     *
     * @param core the daemon
     * @param loop its event loop
     * @param version our own version
     * @param log hears what is wrong with the file of the token
     * @throws IOException when an address cannot be listened on
     */
    static Optional<HttpServer> open(CoreLoop core, EventLoop loop, String version, Consumer<String> log)
            throws IOException {
        ServerConfig config = core.config();
        if (!config.http().isOn()) {
            return Optional.empty();
        }
        List<Endpoint> local = localServer(config);
        Optional<Endpoint> named = local.stream().findFirst();
        Vantage vantage = new Vantage(named, config.sidecar().guard().fence() != Fence.OFF);
        HttpServer.Place place =
                new HttpServer.Place(config.http(), config.bind(), ServerPaths.dir(config), nodes(config.sidecar()));
        core.observed();
        HttpServer.Content content = new HttpServer.Content(new HttpBackstage(core, local), loop, vantage, version);
        return Optional.of(HttpServer.open(place, content, log));
    }

    /**
     * The addresses from which the node talks to this pod. With a bridge that is the gateway; networks that route each
     * pod by itself have a gateway that nobody uses, and the node's own address shows.
     */
    private static List<String> nodes(SidecarConfig sidecar) {
        List<String> nodes = new ArrayList<>();
        if (sidecar.isOn()) {
            DefaultGateway.ofThisMachine().ifPresent(nodes::add);
            Optional.of(sidecar.pod().nodeIp()).filter(ip -> !ip.isEmpty()).ifPresent(nodes::add);
        }
        return nodes;
    }

    /** The names of the server that we answer for, the one by which sentinels know it first; none when nobody said. */
    private static List<Endpoint> localServer(ServerConfig config) {
        SidecarConfig sidecar = config.sidecar();
        List<Endpoint> names = new ArrayList<>();
        config.http().local().ifPresent(names::add);
        if (sidecar.isOn()) {
            int port = sidecar.local().redisPort();
            Endpoint named = new Endpoint(sidecar.pod().stableName(sidecar.pod().name()), port);
            Optional<Endpoint> addressed =
                    Optional.of(sidecar.pod().ip()).filter(ip -> !ip.isEmpty()).map(ip -> new Endpoint(ip, port));
            if (sidecar.usesNames()) {
                names.add(named);
                addressed.ifPresent(names::add);
            } else {
                addressed.ifPresent(names::add);
                names.add(named);
            }
        }
        return names;
    }

    @Override
    public Status status() {
        return core.status();
    }

    @Override
    public Readings readings() {
        return core.readings();
    }

    @Override
    public void command(List<String> words, Consumer<Resp> answer) {
        core.ask(words, answer);
    }

    @Override
    public CompletableFuture<Effect.Drained> drain(long budgetMillis) {
        return core.drain(budgetMillis, local);
    }
}
