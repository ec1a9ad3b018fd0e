package io.jsentinel.server.net;

import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** CLIENT and its subcommands. */
final class ClientCommands {

    private static final Resp SYNTAX = Resp.error("syntax error");

    private final Sessions sessions;

    ClientCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    void addTo(Map<String, SessionCommand> commands) {
        commands.put("client|id", (client, words) -> client.answer(Resp.integer(client.facts().id)));
        commands.put("client|getname", ClientCommands::getName);
        commands.put("client|setname", ClientCommands::setName);
        commands.put("client|setinfo", ClientCommands::setInfo);
        commands.put("client|no-evict", ClientCommands::noEvict);
        commands.put(
                "client|info",
                (client, words) -> client.answer(new Resp.Verbatim(ClientLine.of(client, System.nanoTime()) + "\n")));
        commands.put("client|list", this::list);
        commands.put("client|kill", this::kill);
        commands.put("client|pause", this::pause);
        commands.put("client|unpause", this::unpause);
        commands.put("client|reply", ClientCommands::reply);
        commands.put("client|unblock", ClientCommands::unblock);
    }

    private static void getName(ClientSession client, List<String> words) {
        String name = client.facts().name;
        client.answer(name.isEmpty() ? Resp.NULL : Resp.bulk(name));
    }

    private static void setName(ClientSession client, List<String> words) {
        if (ClientFacts.isName(words.get(2))) {
            client.facts().name = words.get(2);
            client.answer(Resp.OK);
        } else {
            client.answer(LoginCommands.BAD_NAME);
        }
    }

    private static void setInfo(ClientSession client, List<String> words) {
        String option = words.get(2).toLowerCase(Locale.ROOT);
        String value = words.get(3);
        if (!option.equals("lib-name") && !option.equals("lib-ver")) {
            client.answer(Resp.error("Unrecognized option '" + words.get(2) + "'"));
        } else if (!ClientFacts.isName(value)) {
            client.answer(Resp.error(option + " cannot contain spaces, newlines or special characters."));
        } else {
            if (option.equals("lib-name")) {
                client.facts().libraryName = value;
            } else {
                client.facts().libraryVersion = value;
            }
            client.answer(Resp.OK);
        }
    }

    private static void noEvict(ClientSession client, List<String> words) {
        boolean on = words.get(2).equalsIgnoreCase("on");
        if (on || words.get(2).equalsIgnoreCase("off")) {
            client.facts().noEvict = on;
            client.answer(Resp.OK);
        } else {
            client.answer(SYNTAX);
        }
    }

    private void pause(ClientSession client, List<String> words) {
        boolean all = words.size() == 3 || words.get(3).equalsIgnoreCase("all");
        if (words.size() > 4) {
            client.answer(wrongShape("PAUSE"));
        } else if (!all && !words.get(3).equalsIgnoreCase("write")) {
            client.answer(Resp.error("CLIENT PAUSE mode must be WRITE or ALL"));
        } else if (Decimal.parse(words.get(2)).isEmpty()) {
            client.answer(Resp.error("timeout is not an integer or out of range"));
        } else if (Decimal.parse(words.get(2)).getAsLong() < 0) {
            client.answer(Resp.error("timeout is negative"));
        } else {
            sessions.pause(Decimal.parse(words.get(2)).getAsLong(), all);
            client.answer(Resp.OK);
        }
    }

    private void unpause(ClientSession client, List<String> words) {
        sessions.unpause();
        client.answer(Resp.OK);
    }

    private static void reply(ClientSession client, List<String> words) {
        switch (words.get(2).toLowerCase(Locale.ROOT)) {
            case "on" -> {
                client.facts().replies.on();
                client.answer(Resp.OK);
            }
            case "off" -> client.facts().replies.off();
            case "skip" -> client.facts().replies.skip();
            default -> client.answer(SYNTAX);
        }
    }

    /** No command of a sentinel blocks, so nobody is ever unblocked. */
    private static void unblock(ClientSession client, List<String> words) {
        boolean known = words.size() == 3
                || List.of("timeout", "error").contains(words.get(3).toLowerCase(Locale.ROOT));
        if (words.size() > 4) {
            client.answer(wrongShape("UNBLOCK"));
        } else if (!known) {
            client.answer(Resp.error("CLIENT UNBLOCK reason should be TIMEOUT or ERROR"));
        } else if (Decimal.parse(words.get(2)).isEmpty()) {
            client.answer(Resp.error("value is not an integer or out of range"));
        } else {
            client.answer(Resp.integer(0));
        }
    }

    private static Resp wrongShape(String subcommand) {
        return Resp.error("unknown subcommand or wrong number of arguments for '" + subcommand + "'. Try CLIENT HELP.");
    }

    private void list(ClientSession asking, List<String> words) {
        String option = words.size() > 2 ? words.get(2).toLowerCase(Locale.ROOT) : "";
        if (words.size() == 2) {
            asking.answer(lines(client -> true));
        } else if (option.equals("type") && words.size() == 4) {
            Optional<Predicate<ClientSession>> type = ClientFilter.ofType(words.get(3));
            asking.answer(type.map(this::lines).orElseGet(() -> ClientFilter.unknownType(words.get(3))));
        } else if (option.equals("id") && words.size() > 3) {
            asking.answer(linesOf(words.subList(3, words.size())));
        } else {
            asking.answer(SYNTAX);
        }
    }

    private Resp linesOf(List<String> numbers) {
        Set<Long> ids = new LinkedHashSet<>();
        for (String number : numbers) {
            OptionalLong id = Decimal.parse(number);
            if (id.isEmpty()) {
                return Resp.error("Invalid client ID");
            }
            ids.add(id.getAsLong());
        }
        return lines(client -> ids.contains(client.facts().id));
    }

    private Resp lines(Predicate<ClientSession> wanted) {
        long nowNanos = System.nanoTime();
        StringBuilder text = new StringBuilder();
        for (ClientSession client : sessions.all()) {
            if (wanted.test(client)) {
                text.append(ClientLine.of(client, nowNanos)).append('\n');
            }
        }
        return new Resp.Verbatim(text.toString());
    }

    /** With an address only: that client, or an error. With filters: how many were closed. */
    private void kill(ClientSession asking, List<String> words) {
        if (words.size() == 3) {
            int killed = kill(asking, client -> client.facts().address.equals(words.get(2)), Resp.OK);
            if (killed == 0) {
                asking.answer(Resp.error("No such client"));
            }
            return;
        }
        ClientFilter.Parsed parsed =
                ClientFilter.parse(words.subList(2, words.size()), asking.personality(), sessions.access()::isUser);
        if (parsed.filter().isEmpty()) {
            asking.answer(parsed.error().orElse(SYNTAX));
            return;
        }
        List<ClientSession> victims = sessions.all().stream()
                .filter(client -> parsed.filter().get().matches(client, asking))
                .toList();
        close(victims, asking, Resp.integer(victims.size()));
    }

    private int kill(ClientSession asking, Predicate<ClientSession> wanted, Resp answer) {
        List<ClientSession> victims = sessions.all().stream().filter(wanted).toList();
        if (!victims.isEmpty()) {
            close(victims, asking, answer);
        }
        return victims.size();
    }

    /** Closes clients; the one that asked gets its answer before its own end. */
    private static void close(List<ClientSession> victims, ClientSession asking, Resp answer) {
        asking.answer(answer);
        for (ClientSession victim : victims) {
            if (victim == asking) {
                victim.closeAfterAnswers();
            } else {
                victim.closeNow();
            }
        }
    }
}
