package io.jsentinel.command;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Realm;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The commands that change what is watched and how: MONITOR, REMOVE, SET, RESET, FLUSHCONFIG. */
final class ConfigCommands {

    private final Self self;
    private final Watches watches;
    private final SaveReplies saveReplies;
    private final Predicate<String> executable;

    ConfigCommands(Realm realm, SaveReplies saveReplies, Predicate<String> executable) {
        this.self = realm.self();
        this.watches = realm.watches();
        this.saveReplies = saveReplies;
        this.executable = executable;
    }

    void flushConfig(Commanded command, Outbox out) {
        saveReplies.replyWhenSaved(command.client(), out.stateChanged());
    }

    void monitor(Commanded command, Outbox out) {
        List<String> args = command.args();
        Optional<Resp> refusal = monitorRefusal(args);
        if (refusal.isPresent()) {
            out.reply(command.client(), refusal.get());
            return;
        }
        String host = IpLiteral.canonical(args.get(3)).orElseThrow();
        Endpoint address = new Endpoint(host, Integer.parseInt(args.get(4)));
        MasterSettings settings = MasterSettings.defaults(Integer.parseInt(args.get(5)), self.timing());
        // We may have voted in any epoch up to now for a master of that name which was removed since.
        MasterMemory memory = new MasterMemory(0, self.currentEpoch(), List.of(), List.of());
        watches.add(new MasterConfig(args.get(2), address, settings, memory), out);
        saveReplies.replyWhenSaved(command.client(), out.stateChanged());
    }

    /** Why a MONITOR cannot be carried out, in the order in which Redis looks. */
    private Optional<Resp> monitorRefusal(List<String> args) {
        OptionalLong quorum = Decimal.parse(args.get(5));
        OptionalLong port = Decimal.parse(args.get(4));
        if (quorum.isEmpty() || quorum.getAsLong() > Integer.MAX_VALUE) {
            return refuse("Invalid quorum");
        }
        if (port.isEmpty()) {
            return refuse("Invalid port");
        }
        if (quorum.getAsLong() <= 0) {
            return refuse("Quorum must be 1 or greater.");
        }
        if (IpLiteral.canonical(args.get(3)).isEmpty()) {
            return refuse("Invalid IP address or hostname specified");
        }
        if (port.getAsLong() < 0 || port.getAsLong() > Endpoint.MAX_PORT) {
            return refuse("Invalid port number.");
        }
        if (watches.named(args.get(2)).isPresent()) {
            return refuse("Duplicate master name.");
        }
        // Such a name would tear lines of the file and of the log apart; Valkey 9 refuses it with these words.
        return args.get(2).chars().anyMatch(c -> c < ' ' || c == 127)
                ? refuse("Invalid argument at index 2 for SENTINEL MONITOR: control characters are not allowed")
                : Optional.empty();
    }

    private static Optional<Resp> refuse(String text) {
        return Optional.of(Resp.error(text));
    }

    void remove(Commanded command, Outbox out) {
        Optional<Watch> watch = watches.named(command.args().get(2));
        if (watch.isEmpty()) {
            out.reply(command.client(), QueryCommands.NO_SUCH_MASTER);
            return;
        }
        watches.remove(watch.get(), out);
        saveReplies.replyWhenSaved(command.client(), out.stateChanged());
    }

    void reset(Commanded command, Outbox out) {
        List<Watch> matching = watches.all().stream()
                .filter(w -> Glob.matches(command.args().get(2), w.master().name()))
                .toList();
        for (Watch watch : matching) {
            watch.reset(out);
            watches.touch(watch, out);
        }
        out.reply(command.client(), Resp.integer(matching.size()));
    }

    /** Each option takes effect before the next is looked at; an error keeps what was applied. */
    void set(Commanded command, Outbox out) {
        List<String> args = command.args();
        Optional<Watch> watch = watches.named(args.get(2));
        if (watch.isEmpty()) {
            out.reply(command.client(), QueryCommands.NO_SUCH_MASTER);
            return;
        }
        MasterSettings before = watch.get().master().settings();
        Optional<Resp> error = Optional.empty();
        int at = 3;
        while (at < args.size() && error.isEmpty()) {
            SetOption option = SetOption.read(args, at);
            error = apply(watch.get(), option, out);
            at += option.words();
        }
        if (!before.credentials().equals(watch.get().master().settings().credentials())) {
            watch.get().reconnect(out);
        }
        watches.touch(watch.get(), out);
        long saved = out.stateChanged();
        if (error.isPresent()) {
            out.reply(command.client(), error.get());
        } else {
            saveReplies.replyWhenSaved(command.client(), saved);
        }
    }

    private Optional<Resp> apply(Watch watch, SetOption option, Outbox out) {
        SetOption.ScriptRules scripts = new SetOption.ScriptRules(self.config().denyScriptsReconfig(), executable);
        SetOption.Result result = option.applyTo(watch.master().settings(), scripts);
        if (result.settings().isPresent()) {
            watch.master().settings(result.settings().get());
            out.announce(EventType.SET, watch.master(), option.shown());
        }
        return result.error();
    }
}
