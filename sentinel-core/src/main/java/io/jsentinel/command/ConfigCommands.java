package io.jsentinel.command;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.HostNames;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
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

    /** The longest name of a master, which is in every event, hello message and listing. */
    static final int MAX_NAME = 1024;

    private static final String NO_ADDRESS = "Invalid IP address or hostname specified";

    private final Self self;
    private final Watches watches;
    private final SaveReplies saveReplies;
    private final HostNames names;
    private final NameWaits nameWaits;
    private final Predicate<String> executable;

    ConfigCommands(Realm realm, SaveReplies saveReplies, Predicate<String> executable) {
        this.names = realm.roster().names();
        this.nameWaits = new NameWaits(names);
        this.self = realm.self();
        this.watches = realm.watches();
        this.saveReplies = saveReplies;
        this.executable = executable;
    }

    void flushConfig(Commanded command, Outbox out) {
        saveReplies.replyWhenSaved(command.client(), out.stateChanged());
    }

    /** A host name is resolved first; the answer waits for that, and the command begins anew then. */
    void monitor(Commanded command, Outbox out) {
        List<String> args = command.args();
        Optional<Resp> refusal = numbersRefusal(args);
        String told = args.get(3);
        boolean known = names.addressOf(told).isPresent();
        if (refusal.isEmpty() && !known && names.takes(told) && nameWaits.await(command, told, out.nowMillis())) {
            return;
        }
        refusal = refusal.or(() -> known ? monitorRefusal(args) : refuse(NO_ADDRESS));
        if (refusal.isPresent()) {
            out.reply(command.client(), refusal.get());
            return;
        }
        String host = HostName.orAddress(told).orElseThrow();
        Endpoint address = new Endpoint(host, Integer.parseInt(args.get(4)));
        MasterSettings settings = isAuto(args)
                ? MasterSettings.defaultsWithAutoQuorum(self.timing())
                : MasterSettings.defaults(Integer.parseInt(args.get(5)), self.timing());
        // We may have voted in any epoch up to now for a master of that name which was removed since.
        MasterMemory memory = watches.rememberedOf(args.get(2), address, self.currentEpoch());
        watches.add(new MasterConfig(args.get(2), address, settings, memory), out);
        saveReplies.replyWhenSaved(command.client(), out.stateChanged());
    }

    /** A host name was answered: the commands that waited for it go on. */
    void onResolved(Outbox out) {
        nameWaits.drainAnswered().forEach(command -> monitor(command, out));
    }

    /** Answers those who must not wait any longer. */
    void expire(Outbox out) {
        if (nameWaits.nextLookMillis() <= out.nowMillis()) {
            nameWaits
                    .drainLate(out.nowMillis())
                    .forEach(command -> out.reply(command.client(), Resp.error(NO_ADDRESS)));
        }
    }

    /** When the first one must not wait any longer. */
    long nextLookMillis() {
        return nameWaits.nextLookMillis();
    }

    /** Why the numbers of a MONITOR will not do; Redis looks at them before it looks for the address. */
    private static Optional<Resp> numbersRefusal(List<String> args) {
        OptionalLong quorum = Decimal.parse(args.get(5));
        OptionalLong port = Decimal.parse(args.get(4));
        if (!isAuto(args) && (quorum.isEmpty() || quorum.getAsLong() > Integer.MAX_VALUE)) {
            return refuse("Invalid quorum");
        }
        if (port.isEmpty()) {
            return refuse("Invalid port");
        }
        return !isAuto(args) && quorum.getAsLong() <= 0 ? refuse("Quorum must be 1 or greater.") : Optional.empty();
    }

    private static boolean isAuto(List<String> args) {
        return args.get(5).equalsIgnoreCase(MasterSettings.AUTO);
    }

    /** Why a MONITOR cannot be carried out though its address is known, in the order in which Redis looks. */
    private Optional<Resp> monitorRefusal(List<String> args) {
        OptionalLong port = Decimal.parse(args.get(4));
        if (port.getAsLong() < 0 || port.getAsLong() > Endpoint.MAX_PORT) {
            return refuse("Invalid port number.");
        }
        if (watches.named(args.get(2)).isPresent()) {
            return refuse("Duplicate master name.");
        }
        String problem = "Invalid argument at index 2 for SENTINEL MONITOR: ";
        if (args.get(2).length() > MAX_NAME) {
            return refuse(problem + "longer than " + MAX_NAME + " bytes");
        }
        // Such a name would tear lines of the file and of the log apart; Valkey 9 refuses it with these words.
        return args.get(2).chars().anyMatch(c -> c < ' ' || c == 127)
                ? refuse(problem + "control characters are not allowed")
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
        if (error.isEmpty() && before.equals(watch.get().master().settings())) {
            // Operators repeat what they want every half minute: that is nothing to save.
            out.reply(command.client(), Resp.OK);
            return;
        }
        long saved = out.stateChanged();
        if (error.isPresent()) {
            out.reply(command.client(), error.get());
        } else {
            saveReplies.replyWhenSaved(command.client(), saved);
        }
    }

    /**
     * A master is being worked on, or not any more: that is set here and at every other sentinel that can be reached. One
     * that is not ours does not know the option, and says so.
     *
     * <p>The answer is how many others were told.
     */
    void pause(Commanded command, boolean isPaused, Outbox out) {
        Optional<Watch> watch = watches.named(command.args().get(2));
        if (watch.isEmpty()) {
            out.reply(command.client(), QueryCommands.NO_SUCH_MASTER);
            return;
        }
        Master master = watch.get().master();
        apply(watch.get(), new SetOption(SetOption.PAUSED, List.of(isPaused ? "yes" : "no")), out);
        List<Peer> reached =
                master.peers().stream().filter(peer -> peer.link().isUp()).toList();
        reached.forEach(peer -> out.send(peer.link(), Requests.of(master).tellPaused(isPaused)));
        watches.touch(watch.get(), out);
        out.stateChanged();
        out.reply(command.client(), Resp.integer(reached.size()));
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
