package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.IpLiteral;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of host names: the last good answer to each, what is being asked, and whether names are used at all.
 * A resolver that fails changes nothing: an old address is better than none. Nobody ever waits here: whoever needs a
 * name that is not known goes without it, and is looked at again when the answer comes.
 */
public final class HostNames {

    /** The most names that are remembered; the one that was not used for longest is forgotten first. */
    static final int MAX_NAMES = 4_096;

    /** The most questions that wait for an answer at once. */
    static final int MAX_ASKED = 64;

    /** The most of these that are about names which only strangers told us, so that they do not delay our own. */
    static final int MAX_ASKED_FOR_STRANGERS = 32;

    /** The most questions that wait to be asked; more are forgotten, and wanted again when there is need. */
    static final int MAX_QUEUED = 1_024;

    /** How long an answer is good for comparing addresses with it. */
    static final long GOOD_MILLIS = 5_000;

    /** When a question that nobody answers is asked again. */
    static final long LOST_MILLIS = 10_000;

    private final LinkedHashMap<String, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MAX_NAMES;
        }
    };

    private final ArrayDeque<String> urgent = new ArrayDeque<>();
    private final ArrayDeque<String> strange = new ArrayDeque<>();

    /** What is queued or asked, since when. */
    private final TreeMap<String, Long> open = new TreeMap<>();

    private final TreeMap<String, Boolean> asked = new TreeMap<>();
    private boolean resolving;
    private boolean announcing;
    private long nowMillis = NEVER;

    /** @param addresses the last that were found, in the resolver's order; empty when none ever was */
    private record Answer(List<String> addresses, long millis) {}

    /**
     * How names are used from now on.
     *
     * @param resolve whether names are taken where addresses stand, and resolved
     * @param announce whether others are told a name instead of the address where one is known
     */
    public void use(boolean resolve, boolean announce) {
        resolving = resolve;
        announcing = announce;
    }

    /** Whether names are taken where addresses stand. */
    public boolean areResolved() {
        return resolving;
    }

    /** Whether others are told names where they are known. */
    public boolean areAnnounced() {
        return announcing;
    }

    /** A step begins. */
    public void begin(long stepMillis) {
        nowMillis = stepMillis;
        if (open.isEmpty()) {
            return;
        }
        open.entrySet().removeIf(question -> {
            boolean lost = nowMillis - question.getValue() > LOST_MILLIS;
            if (lost) {
                asked.remove(question.getKey());
                urgent.remove(question.getKey());
                strange.remove(question.getKey());
            }
            return lost;
        });
    }

    /** Whether a host that others told us can be used: an address, or a name while names are taken. */
    public boolean takes(String host) {
        return IpLiteral.canonical(host).isPresent() || resolving && HostName.isValid(host);
    }

    /** Where a host and port are, as far as is known now; a name that is not known is asked for. */
    public Location locate(Endpoint told) {
        return new Location(this, told);
    }

    /**
     * The address of a host: itself, or the last good answer for a name. One that is missing or old is asked for.
     */
    public Optional<String> addressOf(String host) {
        Optional<String> literal = IpLiteral.canonical(host);
        if (literal.isPresent() || !resolving || !HostName.isValid(host)) {
            return literal;
        }
        want(host, GOOD_MILLIS, false);
        return lastGood(host).stream().findFirst();
    }

    /** Whether it is known where a host is, as far as that is ever to be known. */
    boolean knows(String host) {
        return !resolving || addressOf(host).isPresent();
    }

    /**
     * The address that a name has now.
     *
     * @param present the one that it was found at before; it is kept as long as it is among those that the name has,
     *     whatever their order
     */
    Optional<String> newest(String name, Optional<String> present) {
        List<String> addresses = lastGood(name);
        return present.filter(addresses::contains).or(() -> addresses.stream().findFirst());
    }

    private List<String> lastGood(String name) {
        Answer answer = answers.get(HostName.key(name));
        return answer == null ? List.of() : answer.addresses();
    }

    /**
     * Somebody waits for that name: it is asked for before what strangers told us, unless there is an answer of this
     * very moment. Who asks again after a failure may just have mended what failed.
     */
    public void wantSoon(String name) {
        want(name, 0, true);
    }

    /** Whether an answer for that name is awaited. */
    public boolean isAwaited(String name) {
        return open.containsKey(HostName.key(name));
    }

    /** A connection to that name is to be made: it is asked for, unless the last answer is no older than that. */
    void wantToConnect(String name, long goodMillis) {
        want(name, goodMillis, true);
    }

    private void want(String name, long goodMillis, boolean isUrgent) {
        String key = HostName.key(name);
        Answer answer = answers.get(key);
        boolean good = answer != null && nowMillis - answer.millis() <= goodMillis;
        ArrayDeque<String> queue = isUrgent ? urgent : strange;
        if (!good && !open.containsKey(key) && queue.size() < MAX_QUEUED) {
            open.put(key, nowMillis);
            queue.add(key);
        }
    }

    /** Since when an answer for that name is awaited; nothing when it is not. */
    Optional<Long> awaitedSinceMillis(String name) {
        return Optional.ofNullable(open.get(HostName.key(name)));
    }

    /** An answer came, or the resolver failed and there are no addresses. */
    public void answered(String name, List<String> addresses) {
        String key = HostName.key(name);
        open.remove(key);
        asked.remove(key);
        answers.put(key, new Answer(addresses.isEmpty() ? lastGood(key) : List.copyOf(addresses), nowMillis));
    }

    /** The names that are to be asked for now; each is answered, or counts as lost after a while. */
    public List<String> drainWanted() {
        if (urgent.isEmpty() && strange.isEmpty()) {
            return List.of();
        }
        List<String> drained = new ArrayList<>();
        while (!urgent.isEmpty() && asked.size() < MAX_ASKED) {
            drained.add(ask(urgent.poll(), false));
        }
        long strangers = asked.values().stream().filter(isStrange -> isStrange).count();
        while (!strange.isEmpty() && asked.size() < MAX_ASKED && strangers < MAX_ASKED_FOR_STRANGERS) {
            drained.add(ask(strange.poll(), true));
            strangers++;
        }
        return drained;
    }

    private String ask(String name, boolean isStrange) {
        asked.put(name, isStrange);
        return name;
    }
}
