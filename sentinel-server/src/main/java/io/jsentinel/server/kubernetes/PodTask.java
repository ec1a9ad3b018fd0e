package io.jsentinel.server.kubernetes;

import io.jsentinel.config.RoleLabel;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.server.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our own pod: keeps its role labels as they are wanted, and hears when the pod is to end. A label that is wanted is
 * patched at once; every few seconds the pod is read, and whatever differs (because somebody else changed it, or a patch
 * was lost) is patched again.
 */
final class PodTask extends ApiTask {

    private static final long PERIOD_MILLIS = 5_000;

    private final String path;
    private final List<RoleLabel> labels;
    private final Listener listener;

    /** The role that the labels shall show. Nothing until we know, so that labels of an earlier life are removed. */
    private Optional<Role> wanted = Optional.empty();

    /** Whether the labels that are wanted were not sent yet. */
    private boolean isNews;

    /** The pod's identity in the cluster; empty until it was read. */
    private String uid = "";

    /** What is heard of the pod. */
    interface Listener {

        /** The pod was asked to end, or is no more; told each time that it is seen. */
        void podEnds();

        /** The labels are as they should be. @param uid the pod's identity in the cluster */
        void labelsAgree(String uid);
    }

    /**
     * A task that does not run yet.
     *
     * @param path of the pod in the API
     * @param labels those to keep; none = the pod is only read
     */
    PodTask(Tools tools, String path, List<RoleLabel> labels, Listener listener) {
        super(tools);
        this.path = path;
        this.labels = List.copyOf(labels);
        this.listener = listener;
    }

    /** Has the labels show a role from now on, or none. */
    void show(Optional<Role> role) {
        if (!role.equals(wanted)) {
            wanted = role;
            isNews = !labels.isEmpty();
            lookNow();
        }
    }

    @Override
    protected void look() {
        // Before the first patch the pod is read: only with its identity a patch cannot hit another pod of our name.
        if (isNews && !uid.isEmpty()) {
            patch();
        } else {
            send(new ApiCall("get", "pods", path, ""), this::wasRead);
        }
    }

    private void patch() {
        isNews = false;
        Map<String, Object> values = new LinkedHashMap<>();
        // Null takes a label away, in a merge patch (RFC 7396).
        labels.forEach(label -> values.put(label.key(), value(label).orElse(null)));
        String body = Json.text(Map.of("metadata", Json.object("uid", uid, "labels", values)));
        send(new ApiCall("patch", "pods", path, body), this::wasPatched);
    }

    private void wasRead(ApiAnswer answer) {
        if (!isOurs(answer)) {
            rest();
        } else if (agree(answer)) {
            isNews = false;
            listener.labelsAgree(uid);
            rest();
        } else {
            patch();
        }
    }

    private void wasPatched(ApiAnswer answer) {
        boolean agree = agree(answer);
        if (agree) {
            listener.labelsAgree(uid);
        }
        if (!agree && isNews) {
            patch();
        } else {
            // Where the API did not take what we sent (somebody rewrites it there), the next reading tries again.
            rest();
        }
    }

    /** Whether the pod is the one that we live in, and not a later one of the same name. */
    private boolean isOurs(ApiAnswer answer) {
        String found = answer.text("metadata", "uid").orElse("");
        if (uid.isEmpty()) {
            uid = found;
        }
        boolean isSame = found.equals(uid);
        if (!isSame || answer.text("metadata", "deletionTimestamp").isPresent()) {
            listener.podEnds();
        }
        return isSame;
    }

    private boolean agree(ApiAnswer answer) {
        Map<String, String> shown = Json.textsAt(answer.body(), "metadata", "labels");
        return labels.stream()
                .allMatch(label -> Optional.ofNullable(shown.get(label.key())).equals(value(label)));
    }

    private Optional<String> value(RoleLabel label) {
        return wanted.map(role -> label.value(role == Role.MASTER));
    }

    @Override
    protected boolean refused(ApiCall call, ApiAnswer answer) {
        if (call.verb().equals("patch")) {
            isNews = true;
            if (answer.code() == ApiAnswer.CONFLICT) {
                // The pod of our name is another one now, or it changed while it was patched: the reading tells which.
                isNews = false;
            }
        }
        if (answer.code() == ApiAnswer.NOT_FOUND && !uid.isEmpty()) {
            listener.podEnds();
        }
        return false;
    }

    @Override
    protected String meaning() {
        return "the role labels of this pod are not kept up to date";
    }

    @Override
    protected long periodMillis() {
        return PERIOD_MILLIS;
    }
}
