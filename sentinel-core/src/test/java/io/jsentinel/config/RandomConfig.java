package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Configurations at random, with nasty texts; the same seed gives the same ones. */
final class RandomConfig {

    private final Random random;

    RandomConfig(long seed) {
        this.random = new Random(seed);
    }

    SentinelConfig next() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            names.add(random.nextBoolean() ? "master" + i : text());
        }
        List<MasterConfig> masters = names.stream().map(this::master).toList();
        // Redis raises the current epoch to the largest config-epoch while it reads.
        long newest = masters.stream()
                .mapToLong(master -> master.memory().configEpoch())
                .max()
                .orElse(0);
        return new SentinelConfig(
                maybe(() -> RunId.draw(random)),
                Math.max(newest, epoch()),
                maybe(this::filledText),
                random.nextInt(-1, 70_000),
                new Credentials(maybe(this::filledText), maybe(this::filledText)),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                masters);
    }

    private MasterConfig master(String name) {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            renamed.put(text().toUpperCase(Locale.ROOT), text());
        }
        Set<Endpoint> replicas = new LinkedHashSet<>();
        Map<RunId, KnownSentinel> sentinels = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            replicas.add(endpoint());
            KnownSentinel sentinel = new KnownSentinel(endpoint(), RunId.draw(random));
            sentinels.put(sentinel.runId(), sentinel);
        }
        MasterSettings settings = new MasterSettings(
                random.nextInt(1, 9),
                millis(30_000),
                millis(180_000),
                random.nextInt(-2, 4),
                maybe(() -> text() + ".sh"),
                maybe(() -> text() + ".sh"),
                new Credentials(maybe(this::text), maybe(this::text)),
                renamed,
                random.nextInt(3),
                random.nextInt(3),
                random.nextBoolean(),
                false);
        if (random.nextInt(4) == 0) {
            settings = settings.withAutoQuorum(sentinels.size() + 1);
        }
        List<String> lineage = random.ints(random.nextInt(3), 0, 16)
                .mapToObj(digit -> Integer.toHexString(digit).repeat(40))
                .distinct()
                .toList();
        return new MasterConfig(
                name,
                endpoint(),
                settings,
                new MasterMemory(epoch(), epoch(), List.copyOf(replicas), List.copyOf(sentinels.values()), lineage));
    }

    private Endpoint endpoint() {
        String host = List.of("127.0.0.1", "10.0.0." + random.nextInt(256), "::1", "fe80::" + (1 + random.nextInt(9)))
                .get(random.nextInt(4));
        return new Endpoint(host, random.nextInt(65536));
    }

    private long millis(long usual) {
        return random.nextBoolean() ? usual : random.nextLong(1, MasterSettings.MAX_MILLIS);
    }

    private long epoch() {
        return random.nextBoolean() ? random.nextInt(9) : random.nextLong(Long.MAX_VALUE);
    }

    private String filledText() {
        return "x" + text();
    }

    /** Any bytes; letters whose capital form is not one byte are left out. */
    private String text() {
        List<Character> letters = new ArrayList<>();
        random.ints(random.nextInt(7), 0, 256)
                .filter(c -> c != 0xb5 && c != 0xdf && c != 0xff)
                .forEach(c -> letters.add((char) c));
        StringBuilder text = new StringBuilder();
        letters.forEach(text::append);
        return text.toString();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }
}
