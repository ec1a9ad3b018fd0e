package io.jsentinel.command;

import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** SENTINEL DEBUG: shows the clockwork and changes it, until the process ends. */
final class DebugCommand {

    private final Self self;
    private final Watches watches;

    DebugCommand(Self self, Watches watches) {
        this.self = self;
        this.watches = watches;
    }

    /** Each pair takes effect before the next is looked at; an error keeps what was applied. */
    Resp debug(List<String> words, Outbox out) {
        List<String> pairs = words.subList(2, words.size());
        if (pairs.isEmpty()) {
            return shown(self.timing());
        }
        for (int at = 0; at < pairs.size(); at += 2) {
            String name = pairs.get(at);
            Optional<Timing.Setting> setting = Timing.Setting.named(name);
            if (setting.isEmpty() || at + 1 == pairs.size()) {
                return Resp.error("Unknown option or number of arguments for SENTINEL DEBUG '" + name + "'");
            }
            String value = pairs.get(at + 1);
            OptionalLong millis = Decimal.parse(value);
            if (millis.isEmpty() || millis.getAsLong() <= 0 || millis.getAsLong() > MasterSettings.MAX_MILLIS) {
                return Resp.error("Invalid argument '" + value + "' for SENTINEL DEBUG '" + name + "'");
            }
            self.setProcess(self.process().withTiming(self.timing().with(setting.get(), millis.getAsLong())));
            lookAgain(out);
        }
        return Resp.OK;
    }

    /** What is due is due by the new clockwork. */
    private void lookAgain(Outbox out) {
        for (Watch watch : watches.all()) {
            watches.touch(watch, out);
        }
    }

    private static Resp shown(Timing timing) {
        List<Resp> pairs = new ArrayList<>();
        for (Timing.Setting setting : Timing.Setting.values()) {
            pairs.add(Resp.bulk(setting.shownName()));
            pairs.add(Resp.bulk(Long.toString(timing.millis(setting))));
        }
        return new Resp.Pairs(pairs);
    }
}
