package io.jsentinel.command;

import io.jsentinel.config.Credentials;
import io.jsentinel.config.Personality;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** SENTINEL CONFIG: shows and changes what is set for the sentinel itself and not for a master. */
final class SettingsCommand {

    private final Self self;
    private final Watches watches;
    private final SaveReplies saveReplies;

    SettingsCommand(Self self, Watches watches, SaveReplies saveReplies) {
        this.self = self;
        this.watches = watches;
        this.saveReplies = saveReplies;
    }

    void config(Commanded command, Outbox out) {
        List<String> words = command.args();
        String form = words.get(2).toLowerCase(Locale.ROOT);
        List<String> rest = words.subList(3, words.size());
        boolean several = personality().isAtLeast(Personality.REDIS_7_2);
        if (form.equals("get") && (several ? !rest.isEmpty() : rest.size() == 1)) {
            out.reply(command.client(), get(rest));
        } else if (form.equals("set") && (several ? rest.size() >= 2 : rest.size() == 2)) {
            set(command, rest, out);
        } else {
            out.reply(
                    command.client(),
                    Resp.error(
                            several
                                    ? "Only SENTINEL CONFIG GET <param> [<param> <param> ...] / SET <param> <value>"
                                            + " [<param> <value> ...] are supported."
                                    : "Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported."));
        }
    }

    private Personality personality() {
        return self.process().personality();
    }

    private Resp get(List<String> patterns) {
        List<OwnSetting> found = new ArrayList<>();
        for (String pattern : patterns) {
            for (OwnSetting setting : OwnSetting.of(personality())) {
                if (!found.contains(setting) && Glob.matches(pattern.toLowerCase(Locale.ROOT), setting.shownName())) {
                    found.add(setting);
                }
            }
        }
        List<Resp> pairs = new ArrayList<>();
        for (OwnSetting setting : found) {
            pairs.add(Resp.bulk(setting.shownName()));
            pairs.add(Resp.bulk(setting.shown(self)));
        }
        return new Resp.Pairs(pairs);
    }

    /** All pairs are checked before the first takes effect. */
    private void set(Commanded command, List<String> pairs, Outbox out) {
        Optional<Resp> error = errorIn(pairs);
        if (error.isPresent()) {
            out.reply(command.client(), error.get());
            return;
        }
        Credentials before = self.config().peerCredentials();
        String levelBefore = self.process().logLevel();
        boolean named = false;
        for (int at = 0; at < pairs.size(); at += 2) {
            OwnSetting setting = OwnSetting.named(pairs.get(at), personality()).orElseThrow();
            setting.apply(self, pairs.get(at + 1));
            named |= setting.isCredential();
        }
        if (!self.process().logLevel().equals(levelBefore)) {
            out.add(new Effect.SetLogLevel(self.process().logLevel()));
        }
        if (named && !self.config().peerCredentials().equals(before)) {
            for (Watch watch : watches.all()) {
                watch.reconnectPeers(out);
                watches.touch(watch, out);
            }
        }
        saveReplies.replyWhenSaved(command.client(), out.stateChanged());
    }

    private Optional<Resp> errorIn(List<String> pairs) {
        TreeMap<OwnSetting, String> seen = new TreeMap<>();
        for (int at = 0; at < pairs.size(); at += 2) {
            String name = pairs.get(at);
            Optional<OwnSetting> setting = OwnSetting.named(name, personality());
            if (setting.isEmpty()) {
                return refuse("Invalid argument '" + name + "' to SENTINEL CONFIG SET");
            }
            if (seen.put(setting.get(), name) != null) {
                return refuse("Duplicate argument '" + name + "' to SENTINEL CONFIG SET");
            }
            if (at + 1 == pairs.size()) {
                return refuse("Missing argument '" + name + "' value");
            }
            if (!setting.get().takes(pairs.get(at + 1))) {
                // A password is never repeated; every other value is, as in Redis.
                String shown = setting.get() == OwnSetting.SENTINEL_PASS ? "******" : pairs.get(at + 1);
                return refuse("Invalid value '" + shown + "' to SENTINEL CONFIG SET '" + name + "'");
            }
        }
        return Optional.empty();
    }

    private static Optional<Resp> refuse(String text) {
        return Optional.of(Resp.error(text));
    }
}
