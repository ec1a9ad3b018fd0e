package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.FakeDns;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resolver against DNS servers in this JVM. */
class HostResolverTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final FakeDns first = FakeDns.start();
    private final FakeDns second = FakeDns.start();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = (EventLoop) group.next();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<HostResolver> resolvers = new ArrayList<>();

    private HostResolver asking(FakeDns... servers) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (FakeDns server : servers) {
            addresses.addAll(DnsServers.parse(server.server()));
        }
        HostResolver resolver = new HostResolver(
                loop,
                addresses,
                (name, found, isFailure) -> told.add(name + " " + (isFailure ? "failed" : String.join(" ", found))));
        resolvers.add(resolver);
        return resolver;
    }

    @AfterEach
    void stop() {
        resolvers.forEach(resolver -> loop.submit(resolver::close).syncUninterruptibly());
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        first.close();
        second.close();
    }

    /** Asks, and waits until there is one more answer than before; returns that. */
    private String answer(HostResolver resolver, String name) {
        int before = told.size();
        loop.submit(() -> resolver.resolve(name)).syncUninterruptibly();
        Await.atMost(BOUND).until(name + " is answered", () -> told.size() > before);
        assertThat(told).hasSize(before + 1);
        return told.get(before);
    }

    @Test
    void aNameIsFoundInDns() throws IOException {
        first.set("m.test", "127.0.1.1");
        assertThat(answer(asking(first), "m.test")).isEqualTo("m.test 127.0.1.1");
    }

    @Test
    void aNameIsAskedForAnewEachTimeWhateverItsTimeToLive() throws IOException {
        HostResolver resolver = asking(first.ttlSeconds(3_600).set("m.test", "127.0.1.1"));
        answer(resolver, "m.test");
        first.set("m.test", "127.0.1.2");
        assertThat(answer(resolver, "m.test")).isEqualTo("m.test 127.0.1.2");
        first.remove("m.test");
        assertThat(answer(resolver, "m.test")).isEqualTo("m.test ");
    }

    @Test
    void severalAddressesOfOneKindKeepTheOrderOfTheServer() throws IOException {
        first.set("m.test", "127.0.1.9", "127.0.1.2", "127.0.1.5");
        assertThat(answer(asking(first), "m.test")).isEqualTo("m.test 127.0.1.9 127.0.1.2 127.0.1.5");
    }

    @Test
    void aNameThatOnlyHasIpv6IsFoundToo() throws IOException {
        first.set("six.test", "::1");
        assertThat(answer(asking(first), "six.test")).isEqualTo("six.test ::1");
    }

    @Test
    void aNameThatDoesNotExistOrHasNoAddressIsAnsweredWithNothing() throws IOException {
        first.set("empty.test");
        HostResolver resolver = asking(first);
        assertThat(answer(resolver, "none.test")).isEqualTo("none.test ");
        assertThat(answer(resolver, "empty.test")).isIn("empty.test ", "empty.test failed");
    }

    @Test
    void aServerThatFailsDoesNotSayThatThereIsNoSuchName() throws IOException {
        assertThat(answer(asking(first.fail()), "m.test")).isEqualTo("m.test failed");
    }

    @Test
    void theNextServerIsAskedWhenOneFails() throws IOException {
        first.fail();
        second.set("m.test", "127.0.1.1");
        assertThat(answer(asking(first, second), "m.test")).isEqualTo("m.test 127.0.1.1");
    }

    @Test
    void theNextServerIsAskedWhenOneSaysNothing() throws IOException {
        first.fallSilent();
        second.set("m.test", "127.0.1.1");
        assertThat(answer(asking(first, second), "m.test")).isEqualTo("m.test 127.0.1.1");
    }

    @Test
    void silenceIsAnAnswerAfterAWhileAndTheLoopIsNeverHeldUp() throws IOException {
        first.fallSilent();
        HostResolver resolver = asking(first);
        loop.submit(() -> resolver.resolve("m.test")).syncUninterruptibly();
        loop.submit(() -> told.add("the loop goes on")).syncUninterruptibly();
        Await.atMost(BOUND).until("m.test is answered", () -> told.size() == 2);
        assertThat(told).containsExactly("the loop goes on", "m.test failed");
    }

    @Test
    void manyQuestionsAtOnceAreEachAnsweredOnce() throws IOException {
        HostResolver resolver = asking(first);
        for (int i = 0; i < 64; i++) {
            first.set("n" + i + ".test", "127.0.2." + i);
        }
        loop.submit(() -> {
                    for (int i = 0; i < 64; i++) {
                        resolver.resolve("n" + i + ".test");
                    }
                })
                .syncUninterruptibly();
        Await.atMost(BOUND).until("all are answered", () -> told.size() >= 64);
        assertThat(told).hasSize(64).doesNotHaveDuplicates().contains("n63.test 127.0.2.63");
    }

    @Test
    void aResolvConfThatChangedIsReadAgain(@TempDir Path folder) throws IOException {
        first.set("m.test", "127.0.1.1");
        first.set("short.pods.test", "127.0.1.2");
        int port = DnsServers.parse(first.server()).get(0).getPort();
        Path file = folder.resolve("resolv.conf");
        // Nobody listens there: a machine whose network is not up yet.
        Files.writeString(file, "nameserver 127.0.0.77\n");
        HostResolver resolver = new HostResolver(
                loop,
                List.of(),
                new ResolvConf(file, port),
                (name, found, isFailure) -> told.add(name + " " + (isFailure ? "failed" : String.join(" ", found))));
        resolvers.add(resolver);
        assertThat(answer(resolver, "m.test")).isEqualTo("m.test failed");
        Files.writeString(file, "search pods.test\nnameserver 127.0.0.1\noptions ndots:2\n");
        assertThat(answer(resolver, "m.test")).isEqualTo("m.test 127.0.1.1");
        assertThat(answer(resolver, "short")).isEqualTo("short 127.0.1.2");
        Files.delete(file);
        // Without a file the server of this machine is asked, and no domain is searched.
        assertThat(answer(resolver, "short")).isEqualTo("short ");
        assertThat(answer(resolver, "m.test")).isEqualTo("m.test 127.0.1.1");
    }

    @Test
    void theListenerIsNotCalledFromInsideTheQuestion() {
        HostResolver resolver = new HostResolver(loop, List.of(), (name, found, isFailure) -> told.add("answered"));
        resolvers.add(resolver);
        loop.submit(() -> {
                    resolver.resolve("localhost");
                    told.add("asked");
                })
                .syncUninterruptibly();
        Await.atMost(BOUND).until("localhost is answered", () -> told.size() == 2);
        assertThat(told).containsExactly("asked", "answered");
    }

    @Test
    void nothingIsToldAfterTheEnd() throws IOException {
        first.set("m.test", "127.0.1.1").takes(Duration.ofMillis(200));
        HostResolver resolver = asking(first);
        loop.submit(() -> resolver.resolve("m.test")).syncUninterruptibly();
        loop.submit(resolver::close).syncUninterruptibly();
        second.set("m.test", "127.0.1.2").takes(Duration.ofMillis(400));
        assertThat(answer(asking(second), "m.test")).isEqualTo("m.test 127.0.1.2");
    }
}
