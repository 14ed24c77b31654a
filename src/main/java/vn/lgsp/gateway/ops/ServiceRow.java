package vn.lgsp.gateway.ops;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.ServiceFigures;
import vn.lgsp.gateway.ops.DestinationRow.Shut;

/**
 * One service as the console's first page shows it.
 *
 * @param parked of the backlog, what waits without spending attempts: all of it while its destination takes no calls
 * @param closed why its destination takes no calls now; absent while it does
 * @param successRate delivered of all that ended, 0 to 1; absent, not 0, when nothing ended in the period
 */
record ServiceRow(String id, Text title, String connector, Reply reply, Effect effect, boolean internal, String route,
        String breaker, @Nullable Double successRate, long delivered, long failed, @Nullable Integer p95Ms,
        long sampled, long backlog, long parked, @Nullable Instant oldestWaiting, @Nullable Shut closed) {

    static ServiceRow of(Service service, ServiceHealth.State health, ServiceFigures figures, @Nullable Shut closed) {
        return new ServiceRow(service.id(), service.title(), service.connector(), service.reply(), service.effect(),
                service.entry().operation().isEmpty(), health.route(), health.breaker(),
                rate(figures.delivered(), figures.failed()),
                figures.delivered(), figures.failed(), figures.p95Ms(), figures.sampled(), figures.backlog(),
                Shut.parked(closed, figures.parked(), figures.backlog()), figures.oldestWaiting(), closed);
    }

    static @Nullable Double rate(long delivered, long failed) {
        return delivered + failed == 0 ? null : (double) delivered / (delivered + failed);
    }
}
