package io.jsentinel.server.kubernetes;

import io.jsentinel.pod.ClusterView;
import io.jsentinel.pod.LeaseState;
import java.util.function.Consumer;

/** Makes one picture of what the API tells piece by piece, and hands it on whenever it changes. */
public final class ClusterReports implements PodApi.Listener {

    private final Consumer<ClusterView> changes;
    private ClusterView view = ClusterView.UNKNOWN;

    /** @param changes takes each new picture, on the thread that the API is heard on */
    public ClusterReports(Consumer<ClusterView> changes) {
        this.changes = changes;
    }

    @Override
    public void replicas(int count) {
        become(view.withReplicas(count));
    }

    @Override
    public void podEnds() {
        become(view.ending());
    }

    @Override
    public void lease(LeaseState state) {
        become(view.with(state));
    }

    private void become(ClusterView next) {
        if (!next.equals(view)) {
            view = next;
            changes.accept(next);
        }
    }
}
