package io.jsentinel.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One connection to a {@link FakeNode}, with what came over it. */
public final class FakeConnection {

    private static final int MAX_COMMANDS = 100_000;

    private final FakeNode node;
    private final Socket socket;
    private final List<List<String>> commands = new ArrayList<>();
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private int queued = -1;

    FakeConnection(FakeNode node, Socket socket) {
        this.node = node;
        this.socket = socket;
    }

    /** The commands that came over it, oldest first; the first {@value #MAX_COMMANDS} are kept. */
    public List<List<String>> commands() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    /** The channels that it has subscribed to. */
    public Set<String> channels() {
        return Set.copyOf(channels);
    }

    /** Whether neither side has closed it. */
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** Writes bytes that nobody asked for. A connection that is closed already ignores them. */
    public void send(String bytes) {
        try {
            synchronized (socket) {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Ends it. */
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
        }
    }

    void run() {
        try {
            ReplyReader reader = new ReplyReader(new BufferedInputStream(socket.getInputStream()));
            while (isOpen()) {
                List<String> args = reader.read().asTexts();
                keep(args);
                perform(node.decide(args), args);
            }
        } catch (IOException | RuntimeException e) {
            // The peer has left, or speaks no RESP: either way there is nothing more to answer.
        } finally {
            close();
        }
    }

    private void keep(List<String> args) {
        synchronized (commands) {
            if (commands.size() < MAX_COMMANDS) {
                commands.add(args);
            }
        }
    }

    private void perform(FakeAnswer answer, List<String> args) {
        switch (answer.action()) {
            case GO_ON -> send(answer.bytes());
            case HANG_UP -> {
                send(answer.bytes());
                close();
            }
            case ANSWER_AS_USUAL -> send(usual(args));
        }
    }

    /** What an ordinary idle Redis answers, as far as sentinels ask it. */
    private String usual(List<String> args) {
        String name = args.get(0).toUpperCase(Locale.ROOT);
        if (queued >= 0 && !name.equals("EXEC")) {
            queued++;
            return "+QUEUED\r\n";
        }
        return switch (name) {
            case "PING" -> channels.isEmpty() ? "+PONG\r\n" : "*2\r\n$4\r\npong\r\n$0\r\n\r\n";
            case "INFO" -> FakeAnswer.bulk(node.info()).bytes();
            case "SUBSCRIBE" -> subscribe(args.subList(1, args.size()));
            case "PUBLISH" -> ":" + node.publish(args.get(1), args.get(2)) + "\r\n";
            case "MULTI" -> {
                queued = 0;
                yield "+OK\r\n";
            }
            case "EXEC" -> {
                String results = "*" + Math.max(queued, 0) + "\r\n" + "+OK\r\n".repeat(Math.max(queued, 0));
                queued = -1;
                yield results;
            }
            default -> "+OK\r\n";
        };
    }

    private String subscribe(List<String> wanted) {
        StringBuilder answers = new StringBuilder();
        for (String channel : wanted) {
            channels.add(channel);
            answers.append("*3\r\n$9\r\nsubscribe\r\n")
                    .append(FakeAnswer.bulk(channel).bytes())
                    .append(FakeAnswer.integer(channels.size()).bytes());
        }
        return answers.toString();
    }
}
