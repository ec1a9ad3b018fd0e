package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.step.Request;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.topology.LinkId;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The links against a real redis-server. */
class RedisLinksIT {

    private static final LinkId COMMANDS = new LinkId(1, 1);
    private static final LinkId HELLOS = new LinkId(2, 1);

    @Test
    void aRealNodeAnswersAndIsHeard() throws Exception {
        RecordingListener told = new RecordingListener();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoop loop = (EventLoop) group.next();
        RedisLinks links = new RedisLinks(loop, told);
        try (RedisServer node = RedisServer.start()) {
            Endpoint endpoint = new Endpoint("127.0.0.1", node.port());
            loop.submit(() -> links.open(HELLOS, endpoint, Optional.empty())).get(10, TimeUnit.SECONDS);
            assertThat(told.next()).isEqualTo("2 up 127.0.0.1");
            send(loop, links, HELLOS, Request.of(Kind.SUBSCRIBE, "SUBSCRIBE", "__sentinel__:hello"));
            assertThat(told.next()).isEqualTo("2 SUBSCRIBE confirmed");

            loop.submit(() -> links.open(COMMANDS, endpoint, Optional.empty())).get(10, TimeUnit.SECONDS);
            assertThat(told.next()).isEqualTo("1 up 127.0.0.1");
            send(loop, links, COMMANDS, Request.of(Kind.PING, "PING"));
            assertThat(told.next()).isEqualTo("1 PING PONG");
            send(loop, links, COMMANDS, Request.of(Kind.INFO, "INFO"));
            assertThat(told.next()).startsWith("1 INFO # Server").contains("role:master");
            send(loop, links, COMMANDS, Request.of(Kind.SLAVEOF, "NOSUCH"));
            assertThat(told.next()).startsWith("1 SLAVEOF ERR unknown command");
            send(loop, links, HELLOS, Request.of(Kind.PING, "PING"));
            assertThat(told.next()).isEqualTo("2 PING confirmed");
            send(loop, links, COMMANDS, Request.of(Kind.HELLO, "PUBLISH", "__sentinel__:hello", "a,b"));
            assertThat(List.of(told.next(), told.next()))
                    .containsExactlyInAnyOrder("1 HELLO ", "2 heard __sentinel__:hello a,b");
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static void send(EventLoop loop, RedisLinks links, LinkId link, Request request) throws Exception {
        loop.submit(() -> {
                    links.send(link, request);
                    links.flush();
                })
                .get(10, TimeUnit.SECONDS);
    }
}
