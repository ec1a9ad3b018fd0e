package io.jsentinel.server.net;

import io.jsentinel.config.Identity;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Optional;

/** AUTH and HELLO: who the client is and which protocol it speaks. */
final class LoginCommands {

    static final Resp BAD_NAME = Resp.error("Client names cannot contain spaces, newlines or special characters.");

    private final Access access;

    LoginCommands(Access access) {
        this.access = access;
    }

    /** What HELLO was asked to do. */
    private static final class Wishes {
        private long protocol;
        private Optional<List<String>> login = Optional.empty();
        private Optional<String> name = Optional.empty();
    }

    void auth(ClientSession client, List<String> words) {
        if (words.size() > 3) {
            client.answer(Resp.error("syntax error"));
            return;
        }
        client.answer(access.login(client, words.get(0), words.subList(1, words.size())));
    }

    void hello(ClientSession client, List<String> words) {
        Wishes wishes = new Wishes();
        wishes.protocol = client.facts().resp3 ? 3 : 2;
        Optional<Resp> error = parse(words, wishes);
        if (error.isEmpty() && wishes.login.isPresent()) {
            Resp login = access.login(client, words.get(0), wishes.login.get());
            error = login instanceof Resp.Error ? Optional.of(login) : Optional.empty();
        }
        if (error.isEmpty() && access.mustLogIn(client.facts())) {
            error = Optional.of(access.texts().helloNeedsLogin());
        }
        if (error.isPresent()) {
            client.answer(error.get());
            return;
        }
        wishes.name.ifPresent(name -> client.facts().name = name);
        client.facts().resp3 = wishes.protocol == 3;
        client.answer(greeting(client.facts(), client.identity()));
    }

    /** Reads the words of HELLO; the error if they make no sense. */
    private static Optional<Resp> parse(List<String> words, Wishes wishes) {
        if (words.size() > 1) {
            if (Decimal.parse(words.get(1)).isEmpty()) {
                return Optional.of(Resp.error("Protocol version is not an integer or out of range"));
            }
            wishes.protocol = Decimal.parse(words.get(1)).getAsLong();
            if (wishes.protocol != 2 && wishes.protocol != 3) {
                return Optional.of(Resp.error("-NOPROTO unsupported protocol version"));
            }
        }
        int at = 2;
        while (at < words.size()) {
            String option = words.get(at);
            int left = words.size() - at - 1;
            if (option.equalsIgnoreCase("auth") && left >= 2) {
                wishes.login = Optional.of(words.subList(at + 1, at + 3));
                at += 3;
            } else if (option.equalsIgnoreCase("setname") && left >= 1) {
                wishes.name = Optional.of(words.get(at + 1));
                if (!ClientFacts.isName(words.get(at + 1))) {
                    return Optional.of(BAD_NAME);
                }
                at += 2;
            } else {
                return Optional.of(Resp.error("Syntax error in HELLO option '" + option + "'"));
            }
        }
        return Optional.empty();
    }

    private static Resp greeting(ClientFacts facts, Identity shown) {
        return new Resp.Pairs(List.of(
                Resp.bulk("server"), Resp.bulk(shown.serverName()),
                Resp.bulk("version"), Resp.bulk(shown.serverVersion()),
                Resp.bulk("proto"), Resp.integer(facts.resp3 ? 3 : 2),
                Resp.bulk("id"), Resp.integer(facts.id),
                Resp.bulk("mode"), Resp.bulk("sentinel"),
                Resp.bulk("modules"), Resp.array()));
    }
}
