package vn.lgsp.gateway.journey;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import vn.lgsp.gateway.delivery.Feeds;

/** Polls the post's feed often while a test runs. */
final class PollingPost implements AutoCloseable {
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    PollingPost(GatewayStage stage) {
        var feeds = stage.bean(Feeds.class);
        var unused = clockwork.scheduleWithFixedDelay(() -> feeds.poll("postal.track"), 0, 200, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clockwork.close();
    }
}
