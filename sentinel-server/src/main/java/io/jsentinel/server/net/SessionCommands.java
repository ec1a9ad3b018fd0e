package io.jsentinel.server.net;

import io.jsentinel.command.CommandReplies;
import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Commands;
import io.jsentinel.resp.Resp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every command that a session answers itself, by its full name. */
final class SessionCommands {

    private final Map<String, SessionCommand> byName = new LinkedHashMap<>();

    SessionCommands(Sessions sessions, InfoSections info, AclFileCommands files) {
        LoginCommands login = new LoginCommands(sessions.access());
        byName.put("auth", login::auth);
        byName.put("hello", login::hello);
        byName.put("ping", SessionCommands::ping);
        byName.put("info", (client, words) -> client.answer(info.answer(words.subList(1, words.size()))));
        byName.put("shutdown", (client, words) -> shutdown(sessions.backend(), client, words));
        describe(sessions.commands());
        PubSubCommands.addTo(byName);
        new ClientCommands(sessions).addTo(byName);
        new AclCommands(sessions).addTo(byName);
        files.addTo(byName);
        new TrackingCommands(sessions).addTo(byName);
        byName.keySet()
                .retainAll(sessions.commands().flat().stream()
                        .map(CommandSpec::fullName)
                        .toList());
    }

    /** What the table of commands tells of itself. */
    private void describe(Commands commands) {
        CommandReplies replies = new CommandReplies(commands);
        for (CommandSpec spec : commands.flat()) {
            String name = spec.fullName();
            if (name.endsWith("|help")) {
                byName.put(name, (client, words) -> client.answer(commands.help(words.get(0))));
            } else if (name.equals("command") || name.startsWith("command|")) {
                byName.put(name, (client, words) -> client.answer(replies.answer(name, words)));
            }
        }
    }

    /** Serves a request whose command is answered by the session. */
    void run(String fullName, ClientSession client, List<String> words) {
        byName.get(fullName).run(client, words);
    }

    /** The names of all of them. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    private static void ping(ClientSession client, List<String> words) {
        if (words.size() > 2) {
            client.answer(Commands.wrongArity("ping"));
        } else if (client.inSubscribedMode()) {
            client.answer(Resp.bulks(List.of("pong", words.size() == 2 ? words.get(1) : "")));
        } else {
            client.answer(words.size() == 2 ? Resp.bulk(words.get(1)) : new Resp.Simple("PONG"));
        }
    }

    /** There is no data to save or to lose, so all that the words can do is to be wrong. */
    private static void shutdown(Backend backend, ClientSession client, List<String> words) {
        List<String> options = words.stream()
                .skip(1)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        boolean abort = options.contains("abort");
        boolean known = List.of("save", "nosave", "now", "force", "abort").containsAll(options);
        boolean both = options.contains("save") && options.contains("nosave");
        if (!known || both || (abort && options.size() > 1)) {
            client.answer(Resp.error("syntax error"));
        } else if (abort) {
            client.answer(Resp.error("No shutdown in progress."));
        } else {
            backend.shutdown();
            client.closeNow();
        }
    }
}
