package io.jsentinel.cli;

import io.jsentinel.server.tls.ClientTls;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jsentinel status}: what a sentinel, ours or a stock one, knows, as a table. */
@Command(
        name = "status",
        description = "Show the masters of a running sentinel, with their replicas and sentinels.",
        mixinStandardHelpOptions = false,
        versionProvider = Version.class)
final class StatusCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Option(names = "-h", paramLabel = "HOST", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "-p", paramLabel = "PORT", defaultValue = "26379", description = "Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--user", paramLabel = "NAME", description = "The ACL user, when not the default one.")
    private String user;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            defaultValue = "REDISCLI_AUTH",
            description = "The environment variable that holds the password. Default: ${DEFAULT-VALUE}")
    private String passwordVariable;

    @Option(names = "--tls", description = "Connect with TLS.")
    private boolean tls;

    @Option(names = "--cacert", paramLabel = "FILE", description = "The authorities to trust, PEM. Default: Java's")
    private Path caFile;

    @Option(names = "--cert", paramLabel = "FILE", description = "The certificate to show, PEM.")
    private Path certFile;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key, PEM.")
    private Path keyFile;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        try (RespClient client = RespClient.connect(address, TIMEOUT, TIMEOUT, encryption())) {
            logIn(client);
            print(client, spec.commandLine().getOut());
            return 0;
        } catch (IOException | RuntimeException e) {
            spec.commandLine().getErr().println("jsentinel: " + host + ":" + port + ": " + e.getMessage());
            return 1;
        }
    }

    private Optional<SSLContext> encryption() throws IOException {
        return tls
                ? Optional.of(ClientTls.context(
                        Optional.ofNullable(caFile), Optional.ofNullable(certFile), Optional.ofNullable(keyFile)))
                : Optional.empty();
    }

    private void logIn(RespClient client) {
        String password = System.getenv(passwordVariable);
        if (password != null) {
            answer(user == null ? client.call("AUTH", password) : client.call("AUTH", user, password));
        }
    }

    private static void print(RespClient client, PrintWriter out) {
        List<Reply> masters = answer(client.call("SENTINEL", "MASTERS")).asList();
        if (masters.isEmpty()) {
            out.println("No master is monitored.");
        }
        for (Reply reply : masters) {
            Map<String, Reply> master = reply.asMap();
            String name = master.get("name").asText();
            StatusTable table = new StatusTable();
            table.master(master);
            answer(client.call("SENTINEL", "REPLICAS", name)).asList().forEach(r -> table.replica(r.asMap()));
            answer(client.call("SENTINEL", "SENTINELS", name)).asList().forEach(s -> table.sentinel(s.asMap()));
            Reply quorum = client.call("SENTINEL", "CKQUORUM", name);
            out.print(table.text(quorum instanceof Reply.Error error ? error.message() : quorum.asText()));
            out.println();
        }
        out.flush();
    }

    private static Reply answer(Reply reply) {
        if (reply.isError()) {
            throw new IllegalStateException(((Reply.Error) reply).message());
        }
        return reply;
    }
}
