package io.jsentinel.command;

import io.jsentinel.address.Endpoint;
import io.jsentinel.health.Stall;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Realm;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;

/** The section {@code # Sentinel} of INFO. */
public final class InfoCommand {

    private static final String END = "\r\n";

    private InfoCommand() {}

    /** The section's text, with CRLF line ends. */
    public static String sentinelSection(Realm realm, long nowMillis) {
        Watches watches = realm.watches();
        Stall stall = realm.stall();
        StringBuilder text = new StringBuilder("# Sentinel" + END);
        text.append("sentinel_masters:").append(watches.all().size()).append(END);
        text.append("sentinel_tilt:").append(stall.isTilted() ? 1 : 0).append(END);
        text.append("sentinel_tilt_since_seconds:")
                .append(stall.isTilted() ? (nowMillis - stall.tiltedMillis()) / 1000 : -1)
                .append(END);
        text.append("sentinel_running_scripts:")
                .append(realm.scripts().runningCount())
                .append(END);
        text.append("sentinel_scripts_queue_length:")
                .append(realm.scripts().jobs().size())
                .append(END);
        text.append("sentinel_simulate_failure_flags:")
                .append(realm.self().crashPoints().stream()
                        .mapToInt(CrashPoint::flag)
                        .sum())
                .append(END);
        int index = 0;
        for (Watch watch : watches.all()) {
            text.append("master")
                    .append(index++)
                    .append(':')
                    .append(line(watch.master()))
                    .append(END);
        }
        return text.toString();
    }

    private static String line(Master master) {
        Endpoint at = master.endpoint();
        return "name=" + master.name() + ",status=" + status(master) + ",address=" + at.host() + ":" + at.port()
                + ",slaves=" + master.replicas().size() + ",sentinels="
                + (master.peers().size() + 1);
    }

    private static String status(Master master) {
        if (master.isObjectivelyDown()) {
            return "odown";
        }
        return master.isDown() ? "sdown" : "ok";
    }
}
