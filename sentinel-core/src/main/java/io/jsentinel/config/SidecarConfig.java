package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How this process serves the one Redis server beside it, in the same pod. All of it is without effect while no pod is
 * named. A group of settings is a record of its own, so that a piece of the sidecar reads only what is its own.
 *
 * @param pod who we are among the pods of the set
 * @param local the Redis server beside us, and the files for it
 * @param boot how the first master is found
 * @param guard what is done about a master that should not be one, and about pods that are gone
 * @param kubernetes what the API of Kubernetes is used for
 * @param stop what is done before this process ends
 */
public record SidecarConfig(Pod pod, Local local, Boot boot, Guard guard, Kubernetes kubernetes, Stop stop) {

    /** The name of the master of a set when nothing is said. */
    public static final String DEFAULT_MASTER_NAME = "mymaster";

    /** The most pods of a set. */
    public static final int MAX_REPLICAS = 128;

    /** No Redis server beside us. */
    public static final SidecarConfig OFF =
            new SidecarConfig(Pod.NONE, Local.DEFAULT, Boot.DEFAULT, Guard.DEFAULT, Kubernetes.DEFAULT, Stop.DEFAULT);

    /** One that uses the API of Kubernetes, and ends, as when nothing is said. */
    public SidecarConfig(Pod pod, Local local, Boot boot, Guard guard) {
        this(pod, local, boot, guard, Kubernetes.DEFAULT, Stop.DEFAULT);
    }

    /** One that ends as when nothing is said. */
    public SidecarConfig(Pod pod, Local local, Boot boot, Guard guard, Kubernetes kubernetes) {
        this(pod, local, boot, guard, kubernetes, Stop.DEFAULT);
    }

    /** The same with another use of the API of Kubernetes. */
    public SidecarConfig with(Kubernetes other) {
        return new SidecarConfig(pod, local, boot, guard, other, stop);
    }

    /**
     * Who we are.
     *
     * @param name the pod's name, such as {@code redis-0}; empty = there is no sidecar
     * @param ip the pod's address; empty = that of the connections
     * @param nodeIp the address of the pod's node; empty = not known
     * @param namespace the pod's namespace; empty = not known
     * @param service the name that has the addresses of all pods, and behind a pod's name its own
     * @param announce by what others call this pod
     */
    public record Pod(String name, String ip, String nodeIp, String namespace, String service, Announce announce) {

        /** No pod. */
        public static final Pod NONE = new Pod("", "", "", "", Announce.NAME);

        /** One whose node is not known. */
        public Pod(String name, String ip, String namespace, String service, Announce announce) {
            this(name, ip, "", namespace, service, announce);
        }

        /** The name by which a pod of this set is found, whatever its address is now. */
        public String stableName(String podName) {
            return podName + "." + service;
        }
    }

    /** By what a pod is called. */
    public enum Announce {
        /** Its stable name; the address behind it may change. */
        NAME,
        /** Its address of now. */
        IP
    }

    /**
     * The Redis server beside us.
     *
     * @param masterName what the set's master is called
     * @param redisHost where that server listens for us
     * @param redisPort its port, the same in all pods; 1 to 65535
     * @param roleFile what that server's configuration includes, relative to {@code dir}
     * @param recordFile where is kept how fresh its data are, relative to {@code dir}
     */
    public record Local(String masterName, String redisHost, int redisPort, String roleFile, String recordFile) {

        /** What is taken when nothing is said. */
        public static final Local DEFAULT =
                new Local(DEFAULT_MASTER_NAME, "127.0.0.1", 6379, "role.conf", "sidecar.record");

        /** Where that server is reached from here. It also stands for "not known" where a master's address would be. */
        public Endpoint redis() {
            return new Endpoint(redisHost, redisPort);
        }
    }

    /**
     * How the first master is found.
     *
     * @param replicas how many pods there are, 0 = somebody else has to tell
     * @param waitMillis how long all of them are waited for, once a majority is there
     * @param lastMasterWaitMillis how long the last known master is waited for, 0 = not at all, -1 = for ever
     */
    public record Boot(int replicas, long waitMillis, long lastMasterWaitMillis) {

        /** What is taken when nothing is said. */
        public static final Boot DEFAULT = new Boot(0, 30_000, 60_000);
    }

    /**
     * What guards the set.
     *
     * @param pruneAfterMillis for how long a pod must be gone before it is forgotten
     * @param fence what a master does that sees no majority
     * @param fenceAfterMillis for how long it must see none
     * @param soloPromotion when a pod may become the master without a majority
     */
    public record Guard(long pruneAfterMillis, Fence fence, long fenceAfterMillis, SoloPromotion soloPromotion) {

        /** What is taken when nothing is said. */
        public static final Guard DEFAULT = new Guard(60_000, Fence.LABEL, 10_000, SoloPromotion.NEVER);
    }

    /**
     * What the API of Kubernetes is used for. All of it is optional; what lacks rights is left out.
     *
     * @param use whether it is used at all
     * @param roleLabels the labels of our pod that show its role
     * @param statefulSet the set that the pod belongs to; empty = the pod's name without its ordinal
     * @param lease the lease for {@code fence lease}; empty = named after the set
     * @param leaseMillis how long that lease lasts after each renewal
     */
    public record Kubernetes(
            KubernetesUse use, List<RoleLabel> roleLabels, String statefulSet, String lease, long leaseMillis) {

        /** What is taken when nothing is said. */
        public static final Kubernetes DEFAULT = new Kubernetes(
                KubernetesUse.AUTO, List.of(new RoleLabel("jsentinel.io/role", "master", "replica")), "", "", 15_000);

        public Kubernetes {
            roleLabels = List.copyOf(roleLabels);
        }
    }

    /** Whether the API of Kubernetes is used. */
    public enum KubernetesUse {
        /** When the pod was given a token for it. */
        AUTO,
        /** In any case; that there is no token is told. */
        YES,
        /** Not at all. */
        NO
    }

    /**
     * What is done before this process ends.
     *
     * @param handsOver whether a master beside us hands over to a replica first
     * @param budgetMillis how long that may take, less than the grace period of the pod
     */
    public record Stop(boolean handsOver, long budgetMillis) {

        /** What is taken when nothing is said. */
        public static final Stop DEFAULT = new Stop(true, 20_000);
    }

    /** What a master does that sees no majority. */
    public enum Fence {
        /** Nothing. */
        OFF,
        /** It is no master any more to load balancers and labels. */
        LABEL,
        /** It also takes no writes. */
        PAUSE,
        /** As PAUSE, unless it holds a lease. */
        LEASE
    }

    /** When a pod may become the master without a majority. */
    public enum SoloPromotion {
        /** Never. */
        NEVER,
        /** When the Kubernetes API says that the others are gone for good. */
        API
    }

    /** Whether there is a Redis server beside us to look after. */
    public boolean isOn() {
        return !pod.name().isEmpty();
    }

    /** The addresses by which other sentinels and nodes may know the server beside us; empty when there is none. */
    public List<Endpoint> knownAs() {
        List<Endpoint> known = new ArrayList<>();
        if (isOn()) {
            known.add(new Endpoint(pod.stableName(pod.name()), local.redisPort()));
            known.add(local.redis());
            if (!pod.ip().isEmpty()) {
                known.add(new Endpoint(pod.ip(), local.redisPort()));
            }
        }
        return List.copyOf(known);
    }

    /** Whether the pods of the set call each other by name. */
    public boolean usesNames() {
        return isOn() && pod.announce() == Announce.NAME;
    }

    /**
     * Who the daemon of our pod is in every life, whatever is on its disk; nothing where there is no pod. Pods of other
     * sets have others, also where they have the same name.
     */
    public Optional<RunId> identity() {
        return isOn()
                ? Optional.of(RunId.of(List.of(pod.namespace(), pod.service(), local.masterName(), pod.name())))
                : Optional.empty();
    }

    /** How many voters there are before anybody told: one in each pod, and two at least. */
    public int usualVoters() {
        return Math.max(boot.replicas(), 2);
    }
}
