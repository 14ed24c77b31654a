package vn.lgsp.gateway.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import vn.lgsp.gateway.ledger.State;

/**
 * A morning at the gateway: one breaker open, one route stopped, a dossier on its way.
 *
 * @param waiting a payment that is tried again
 * @param unknown one whose answer was lost
 */
record Morning(UUID waiting, UUID unknown) {
    static final String KEY = "H47.12-260302-0012";

    static Morning of(SampleLedger ledger, SampleGates gates) {
        ledger.empty();
        gates.forget();
        var now = Instant.now();
        ledger.count("dvcqg.sync-dossier", now.minus(Duration.ofHours(1)), State.DELIVERED, 1_234);
        ledger.count("dvcqg.sync-dossier", now.minus(Duration.ofHours(1)), State.REJECTED, 20);
        ledger.count("dvcqg.sync-progress", now.minus(Duration.ofHours(1)), State.DELIVERED, 2_310);
        ledger.count("dvcqg.find-dossier", now.minus(Duration.ofHours(1)), State.DELIVERED, 17_802);
        ledger.count("payment.init", now.minus(Duration.ofHours(1)), State.DELIVERED, 310);
        ledger.count("payment.init", now.minus(Duration.ofHours(1)), State.EXHAUSTED, 41);
        ledger.count("postal.create-order", now.minus(Duration.ofHours(1)), State.DELIVERED, 87);
        ledger.count("postal.create-order", now.minus(Duration.ofHours(1)), State.EXPIRED, 9);
        for (int n = 0; n < 12; n++) {
            var id = ledger.transaction("postal.create-order", State.DELIVERING, now.minusSeconds(2_400 + 60L * n))
                    .key("H47.12-260302-01%02d".formatted(n)).attempts(1).insert();
            ledger.waiting(id, "postal.create-order", now.plusSeconds(600), 1, n < 3 ? "breaker-open" : null);
        }
        return dossier(ledger, now);
    }

    private static Morning dossier(SampleLedger ledger, Instant now) {
        var start = now.minusSeconds(420);
        var first = ledger.transaction("dvcqg.sync-dossier", State.DELIVERED, start).key(KEY).attempts(1)
                .settledAfterMs(342).insert();
        ledger.attempt(first, 1, start.plusMillis(12), 318, "DELIVERED", 200, "0", "Thành công");
        var waiting = ledger.transaction("payment.init", State.DELIVERING, start.plusSeconds(60)).key(KEY)
                .reference("QNAM-260302-0012-1").child(first, "follow").attempts(2)
                .answer("12", "Hệ thống đang bận, vui lòng thử lại sau").insert();
        ledger.attempt(waiting, 1, start.plusSeconds(60).plusMillis(12), 10_004, "UNAVAILABLE", null, "no-answer",
                "không có câu trả lời trong 10 giây");
        ledger.attempt(waiting, 2, start.plusSeconds(76), 1_240, "UNAVAILABLE", 503, "12",
                "Hệ thống đang bận, vui lòng thử lại sau");
        ledger.waiting(waiting, "payment.init", now.plusSeconds(185), 2, null);
        var unknown = ledger.transaction("payment.init", State.UNKNOWN, start.plusSeconds(120)).key(KEY).attempts(1)
                .settledAfterMs(10_020).answer("no-answer", "mất câu trả lời sau khi đã gửi").insert();
        ledger.attempt(unknown, 1, start.plusSeconds(120).plusMillis(12), 10_002, "UNKNOWN", null, "no-answer",
                "mất câu trả lời sau khi đã gửi");
        var track = ledger.transaction("postal.track", State.REJECTED, start.plusSeconds(200)).key(KEY).attempts(1)
                .settledAfterMs(95).answer("-3", "Mã vận đơn không tồn tại").child(first, "feed").insert();
        ledger.attempt(track, 1, start.plusSeconds(200).plusMillis(12), 78, "REJECTED", 200, "-3",
                "Mã vận đơn không tồn tại");
        return new Morning(waiting, unknown);
    }
}
