package io.jsentinel.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client may cost.
 *
 * @param normal what may wait for a client that only asks
 * @param pubsub what may wait for a client that listens
 * @param queryBufferBytes how much of a client's unfinished request is kept
 * @param bulkBytes the longest argument of a request
 */
public record ClientLimits(BufferLimit normal, BufferLimit pubsub, long queryBufferBytes, long bulkBytes) {

    /** What Redis takes when the file says nothing. */
    public static final ClientLimits DEFAULT =
            new ClientLimits(BufferLimit.NONE, new BufferLimit(32L << 20, 8L << 20, 60), 1L << 30, 512L << 20);

    private static final List<String> CLASSES = List.of("normal", "slave", "replica", "pubsub");
    private static final int GROUP = 4;

    /** What is wrong with the words of {@code client-output-buffer-limit}, in Redis' words. */
    static Optional<String> problem(List<String> words) {
        if (words.size() % GROUP != 0) {
            return Optional.of("Wrong number of arguments in buffer limit configuration.");
        }
        for (int at = 0; at < words.size(); at += GROUP) {
            if (!CLASSES.contains(words.get(at).toLowerCase(Locale.ROOT))) {
                return Optional.of("Invalid client class specified in buffer limit configuration.");
            }
            boolean numbers = ConfNumbers.memory(words.get(at + 1)).isPresent()
                    && ConfNumbers.memory(words.get(at + 2)).isPresent()
                    && words.get(at + 3).matches("[0-9]{1,10}");
            if (!numbers) {
                return Optional.of("Error in hard, soft or soft_seconds setting in buffer limit configuration.");
            }
        }
        return Optional.empty();
    }

    /** The same with the groups of a {@code client-output-buffer-limit} line in force; the line must be right. */
    ClientLimits withOutput(List<String> words) {
        BufferLimit newNormal = normal;
        BufferLimit newPubsub = pubsub;
        for (int at = 0; at < words.size(); at += GROUP) {
            BufferLimit limit =
                    new BufferLimit(ConfNumbers.bytes(words.get(at + 1)), ConfNumbers.bytes(words.get(at + 2)), (int)
                            Math.min(Integer.MAX_VALUE, ConfNumbers.lenient(words.get(at + 3))));
            switch (words.get(at).toLowerCase(Locale.ROOT)) {
                case "normal" -> newNormal = limit;
                case "pubsub" -> newPubsub = limit;
                default -> {
                    // A sentinel has no replicas of its own.
                }
            }
        }
        return new ClientLimits(newNormal, newPubsub, queryBufferBytes, bulkBytes);
    }

    /** The same with another limit of unfinished requests. */
    ClientLimits withQueryBuffer(long bytes) {
        return new ClientLimits(normal, pubsub, bytes, bulkBytes);
    }

    /** The same with another limit of arguments. */
    ClientLimits withBulk(long bytes) {
        return new ClientLimits(normal, pubsub, queryBufferBytes, bytes);
    }
}
