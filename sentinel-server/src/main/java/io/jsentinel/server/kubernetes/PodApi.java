package io.jsentinel.server.kubernetes;

import io.jsentinel.config.SidecarConfig;
import io.jsentinel.config.SidecarConfig.KubernetesUse;
import io.jsentinel.event.Event;
import io.jsentinel.pod.LeaseState;
import io.jsentinel.pod.LocalRedis.Role;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What a sidecar does by the Kubernetes API: the labels of its pod, the size of its set, events, and a lease. It has a
 * thread of its own; its methods return at once and may be called from any thread.
 */
public final class PodApi implements AutoCloseable {

    private static final long CLOSE_BOUND_MILLIS = 2_000;
    private static final long TERM_CHECK_MILLIS = 200;
    private static final long NEVER = Long.MIN_VALUE;

    /** Hears what the API tells, on the thread of this; must not block. */
    public interface Listener {

        /** How many pods the set shall have; told at each reading. */
        void replicas(int count);

        /** Our pod is to end. */
        void podEnds();

        /** Whether we hold the lease has changed. */
        void lease(LeaseState state);
    }

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("kubernetes"), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ApiCounters counters = new ApiCounters();
    private final AtomicLong labelsAgreedNanos = new AtomicLong(NEVER);
    private final ApiClient labelClient;
    private final ApiClient leaseClient;
    private final ApiClient otherClient;
    private final PodTask pod;
    private final PodSetTask podSet;
    private final EventTask events;
    private final LeaseTask lease;

    /**
     * Whom all of it is about.
     *
     * @param namespace of the pod
     * @param config the settings of the sidecar
     */
    record Subject(String namespace, SidecarConfig config) {

        String pods() {
            return "/api/v1/namespaces/" + namespace + "/pods/" + config.pod().name();
        }

        String statefulSet() {
            String given = config.kubernetes().statefulSet();
            return given.isEmpty() ? config.pod().name().replaceFirst("-\\d+$", "") : given;
        }

        String lease() {
            String given = config.kubernetes().lease();
            return given.isEmpty() ? statefulSet() + "-master" : given;
        }
    }

    /**
     * One that does nothing before {@link #start}.
     *
     * @param log takes lines for the log
     */
    PodApi(ServiceAccount account, Subject subject, Listener listener, Consumer<String> log) {
        labelClient = new ApiClient(loop, account, counters);
        leaseClient = new ApiClient(loop, account, counters);
        otherClient = new ApiClient(loop, account, counters);
        ApiTroubles troubles = new ApiTroubles(log);
        SidecarConfig config = subject.config();
        // Each of the first two has a connection of its own: they must not wait behind a request that hangs.
        pod = new PodTask(
                tools(labelClient, troubles),
                subject.pods(),
                config.kubernetes().roleLabels(),
                heard(listener));
        lease = new LeaseTask(
                tools(leaseClient, troubles),
                new LeaseTask.Terms(
                        subject.namespace(),
                        subject.lease(),
                        config.pod().name(),
                        config.kubernetes().leaseMillis()),
                new LeaseTask.Clocks(Instant::now, System::nanoTime),
                listener::lease);
        podSet = new PodSetTask(
                tools(otherClient, troubles),
                "/apis/apps/v1/namespaces/" + subject.namespace() + "/statefulsets/" + subject.statefulSet(),
                listener::replicas);
        events = new EventTask(
                tools(otherClient, troubles),
                new EventTask.Subject(subject.namespace(), config.pod().name()),
                Instant::now);
    }

    /**
     * Begins to use the API, if that is asked for and possible.
     *
     * @param config the settings of the sidecar
     * @param environment says where the API is
     * @param log takes lines for the log
     * @return nothing when there is no sidecar, or it is not to use the API, or cannot
     */
    public static Optional<PodApi> open(
            SidecarConfig config, Map<String, String> environment, Listener listener, Consumer<String> log) {
        KubernetesUse use = config.kubernetes().use();
        if (!config.isOn() || use == KubernetesUse.NO) {
            return Optional.empty();
        }
        Optional<ServiceAccount> account = ServiceAccount.of(environment).filter(ServiceAccount::isMounted);
        if (account.isEmpty()) {
            if (use == KubernetesUse.YES) {
                log.accept("the Kubernetes API is not used: this pod has no KUBERNETES_SERVICE_HOST, or no token of a"
                        + " service account");
            }
            return Optional.empty();
        }
        String namespace = config.pod().namespace();
        Optional<String> found = namespace.isEmpty() ? account.get().namespace() : Optional.of(namespace);
        if (found.isEmpty()) {
            log.accept("the Kubernetes API is not used: the pod's namespace is not known, say sidecar-namespace");
            return Optional.empty();
        }
        PodApi api = new PodApi(account.get(), new Subject(found.get(), config), listener, log);
        api.start();
        return Optional.of(api);
    }

    /** Begins to look. */
    void start() {
        run(() -> {
            pod.lookNow();
            podSet.lookNow();
        });
        loop.scheduleAtFixedRate(lease::checkTerm, TERM_CHECK_MILLIS, TERM_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private ApiTask.Tools tools(ApiClient client, ApiTroubles troubles) {
        return new ApiTask.Tools(loop, client, troubles, new SplittableRandom());
    }

    private PodTask.Listener heard(Listener listener) {
        return new PodTask.Listener() {
            @Override
            public void podEnds() {
                listener.podEnds();
            }

            @Override
            public void labelsAgree(String uid) {
                labelsAgreedNanos.set(System.nanoTime());
                events.podIs(uid);
            }
        };
    }

    /** Has the labels of the pod show a role, or none. */
    public void show(Optional<Role> role) {
        run(() -> pod.show(role));
    }

    /** Has the lease taken and kept, or given back. */
    public void holdLease(boolean wanted) {
        run(() -> lease.want(wanted));
    }

    /** Has an event written about the pod, if it is one that people should find there. */
    public void tell(Event event) {
        if (EventWords.isWritten(event.type())) {
            run(() -> events.write(
                    EventWords.reason(event.type()), event.toString(), EventWords.isWarning(event.type())));
        }
    }

    /** How many requests there were. */
    public ApiCounters counters() {
        return counters;
    }

    /** For how long the labels were not seen as they should be, in milliseconds; absent before they ever were. */
    public OptionalLong labelAgeMillis() {
        long agreed = labelsAgreedNanos.get();
        return agreed == NEVER
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - agreed));
    }

    private void run(Runnable work) {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException e) {
            // It is closed: nobody has labels or events to write any more.
        }
    }

    /** Ends all of it. Labels stay as they are: the pod's end takes them out of Services. */
    @Override
    public void close() {
        run(() -> {
            pod.stop();
            podSet.stop();
            events.stop();
            lease.stop();
            labelClient.close();
            leaseClient.close();
            otherClient.close();
        });
        group.shutdownGracefully(0, CLOSE_BOUND_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_BOUND_MILLIS);
    }
}
