package io.jsentinel.server.link;

import io.jsentinel.server.metrics.Distribution;
import io.jsentinel.server.metrics.Readings.Lookups;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the addresses of host names without ever blocking: first in the hosts file, then in DNS with the servers, the
 * search domains and {@code ndots} of {@code /etc/resolv.conf}. It remembers nothing: who asks does.
 *
 * <p>Everything happens on the event loop. The listener is never called from inside {@link #resolve}.
 */
public final class HostResolver implements AutoCloseable {

    /** After what time a name counts as not found. */
    static final long PATIENCE_MILLIS = 5_000;

    /** How long one server of several may take. */
    private static final long SERVER_MILLIS = 1_500;

    private final EventLoop loop;
    private final List<InetSocketAddress> servers;
    private final Listener listener;
    private final HostsFile hostsFile = HostsFile.ofThisMachine();
    private final ResolvConf resolvConf;

    /** Made when the first name is asked for: most sentinels never do. Made anew when the settings have changed. */
    private Optional<DnsNameResolver> dns = Optional.empty();

    private Optional<ResolvConf.Settings> madeOf = Optional.empty();

    private final Distribution durations = new Distribution(Distribution.USUAL_BOUNDS);
    private long foundCount;
    private long emptyCount;
    private boolean closed;

    /** Who is told what was found; always on the event loop. */
    public interface Listener {

        /**
         * A question was answered.
         *
         * @param name the name, as it was asked for
         * @param addresses IP literals, the one to prefer first; empty when there is none, or nobody answered in time
         * @param isFailure whether nobody could say which there are: no answer in time, or a server that failed
         */
        void resolved(String name, List<String> addresses, boolean isFailure);
    }

    /**
     * A resolver that has asked nothing yet.
     *
     * @param loop the event loop on which it works
     * @param servers the DNS servers to ask, one after the other; those of the system when there is none
     * @param listener who is told
     */
    public HostResolver(EventLoop loop, List<InetSocketAddress> servers, Listener listener) {
        this(loop, servers, ResolvConf.ofThisMachine(), listener);
    }

    HostResolver(EventLoop loop, List<InetSocketAddress> servers, ResolvConf resolvConf, Listener listener) {
        this.loop = loop;
        this.resolvConf = resolvConf;
        this.servers = List.copyOf(servers);
        this.listener = listener;
    }

    /** Asks for the addresses of a name; {@link Listener#resolved} follows, once. */
    public void resolve(String name) {
        if (closed) {
            return;
        }
        List<InetAddress> local = hostsFile.addresses(name);
        if (!local.isEmpty()) {
            loop.execute(() -> tell(name, local, 0, false));
            return;
        }
        long beganNanos = System.nanoTime();
        Future<List<InetAddress>> question = dns().resolveAll(name);
        // A question that is given up is done too, so that the listener hears once and from one place.
        Future<?> limit = loop.schedule(() -> question.cancel(false), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        question.addListener(done -> {
            limit.cancel(false);
            List<InetAddress> found = question.isSuccess() ? question.getNow() : List.of();
            boolean isFailure = !question.isSuccess() && !isAbsence(question.cause());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
            loop.execute(() -> tell(name, found, millis, isFailure));
        });
    }

    /** How names were looked up since the start. */
    public Lookups lookups() {
        return new Lookups(foundCount, emptyCount, durations.sample());
    }

    private void tell(String name, List<InetAddress> found, long millis, boolean isFailure) {
        if (!closed) {
            durations.add(millis);
            foundCount += found.isEmpty() ? 0 : 1;
            emptyCount += found.isEmpty() ? 1 : 0;
            listener.resolved(name, AddressOrder.preferred(found), isFailure);
        }
    }

    /** Whether a server said that there is no such name, as against one that failed or said nothing. */
    private static boolean isAbsence(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return DnsResponseCode.NXDOMAIN.equals(error.getCode());
            }
        }
        return false;
    }

    private DnsNameResolver dns() {
        // Windows has no such file: what Netty finds there is used.
        Optional<ResolvConf.Settings> now =
                PlatformDependent.isWindows() ? Optional.empty() : Optional.of(resolvConf.settings());
        if (dns.isPresent() && !now.equals(madeOf)) {
            // What was asked by way of it may still be answered.
            DnsNameResolver former = dns.get();
            loop.schedule(former::close, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            dns = Optional.empty();
        }
        if (dns.isEmpty()) {
            madeOf = now;
            dns = Optional.of(build());
        }
        return dns.get();
    }

    private DnsNameResolver build() {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .resolvedAddressTypes(
                        AddressOrder.hasGlobalIpv6()
                                ? ResolvedAddressTypes.IPV6_PREFERRED
                                : ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(SERVER_MILLIS)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .hostsFileEntriesResolver((name, types) -> null);
        madeOf.ifPresent(settings -> builder.searchDomains(settings.domains())
                .ndots(settings.ndots())
                .nameServerProvider(sequential(settings.servers())));
        if (!servers.isEmpty()) {
            builder.nameServerProvider(sequential(servers));
        }
        return builder.build();
    }

    private static DnsServerAddressStreamProvider sequential(List<InetSocketAddress> servers) {
        return new SequentialDnsServerAddressStreamProvider(servers.toArray(InetSocketAddress[]::new));
    }

    /** Ends all questions; nothing is told any more. */
    @Override
    public void close() {
        closed = true;
        dns.ifPresent(DnsNameResolver::close);
    }
}
