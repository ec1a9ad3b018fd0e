package io.jsentinel.sidecar;

import io.jsentinel.config.SidecarConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.pod.RecordText;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import java.util.Optional;

/**
 * What a sidecar starts from.
 *
 * @param config its settings
 * @param recordText the text of its record, empty when there is none
 * @param wallMillis what time it is for people, in milliseconds since 1970, at the first step
 */
public record SidecarStart(SidecarConfig config, String recordText, long wallMillis) {

    /** No Redis server beside us. */
    public static final SidecarStart NONE = new SidecarStart(SidecarConfig.OFF, "", 0);

    /** The record, if it can be read, is of our pod, and tells what can be; the log is told where not. */
    Optional<FreshnessRecord> record(PodIdentity pod, Self self, Outbox out) {
        if (recordText.isEmpty()) {
            out.log(Level.NOTICE, "sidecar: there is no record of earlier data");
            return Optional.empty();
        }
        RecordText.Reading reading = RecordText.parse(recordText);
        String fault;
        if (reading.record().isEmpty()) {
            fault = " counts as none: " + reading.fault();
        } else if (!reading.record().get().pod().equals(pod)) {
            fault = " is of another pod, and counts as none";
        } else if (!self.isCredible(reading.record().get().configEpoch())) {
            fault = " counts as none: its epoch cannot be";
        } else {
            return reading.record();
        }
        out.log(Level.WARNING, "sidecar: the record of earlier data" + fault);
        return Optional.empty();
    }
}
