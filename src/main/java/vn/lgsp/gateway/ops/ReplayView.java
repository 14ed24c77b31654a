package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lgsp.gateway.ledger.ReplayJob;
import vn.lgsp.gateway.ledger.State;

/**
 * A replay as operators see it.
 *
 * @param filter what was asked for
 * @param again also transactions that were replayed before
 * @param changedBy who started, paused, resumed or cancelled it last
 * @param total transactions chosen when it was asked for
 * @param children how the new transactions stand; absent in lists
 */
record ReplayView(UUID id, ReplayJob.State state, String who, String changedBy, @Nullable String reason,
        JsonNode filter, boolean single, boolean again, int rate, Instant createdAt, @Nullable Instant endedAt,
        long total, long waiting, long sent, long leftOut, @Nullable Map<State, Long> children) {

    static ReplayView of(ReplayJob job, @Nullable Map<State, Long> children) {
        return new ReplayView(job.id(), job.state(), job.who(), job.changedBy(), Mask.text(job.reason()), JsonMapper
                .shared().readTree(String.valueOf(Mask.text(job.filter()))), job.single(), job.again(), job.rate(),
                job
                        .createdAt(),
                job.endedAt(), job.waiting() + job.sent() + job.leftOut(), job.waiting(), job
                        .sent(),
                job.leftOut(), children);
    }
}
