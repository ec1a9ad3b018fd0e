package io.jsentinel.server.http;

import io.jsentinel.server.metrics.MetricsPage;
import io.jsentinel.server.metrics.Readings;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.function.Consumer;

/** The page of metrics. It is made when the first one asks, so that a daemon that nobody scrapes does not pay for it. */
final class Metrics {

    private final StatusBoard<Readings> board;
    private final String version;
    private Optional<MetricsPage> page = Optional.empty();

    Metrics(HttpServer.Content content, EventLoop readers) {
        board = new StatusBoard<>(content.core(), readers, content.backstage()::readings);
        version = content.version();
    }

    /** Answers with the metrics of now. */
    void answer(Call call, Consumer<Answer> to) {
        board.read(view -> {
            if (view.isEmpty() || view.get().ageMillis() > ProbePages.STALE_MILLIS) {
                to.accept(Answer.error(503, "the event loop does not answer"));
                return;
            }
            if (page.isEmpty()) {
                page = Optional.of(new MetricsPage(version));
            }
            String type = MetricsPage.type(call.caller().accepts());
            to.accept(new Answer(200, type, page.get().text(view.get().picture(), type)));
        });
    }
}
