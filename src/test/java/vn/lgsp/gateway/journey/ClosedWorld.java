package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.LastOfAll;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.delivery.Expiry;
import vn.lgsp.gateway.ledger.DestinationState.Breaker;
import vn.lgsp.gateway.ledger.DestinationState;
import vn.lgsp.gateway.ledger.NightlyRecount;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/**
 * A gateway whose portal is given up on after four failures and whose post is closed on Saturday nights: it starts when the first
 * class asks for it and ends with the JVM ({@code @RegisterExtension}; after each test everything has arrived or ended).
 */
final class ClosedWorld implements AfterEachCallback {
    static final String DOSSIERS = "DongBoHoSoMC";
    static final String QUESTIONS = "DongBoKetQuaHoiDapGuiTuDVCQG";
    static final Duration OPEN = Duration.ofMinutes(10);
    static final String[] SETTINGS = { "--POSTAL_POLL=1h",
            "--gateway.caller.file=src/test/resources/intake/callers.yaml", new Declarations().provider("dvcqg",
                    "timeout: 2s", "drain: 20/s", "breaker: { opensAt: 50%, over: 60s, atLeast: 4, staysOpen: 10m }")
                    .provider("postal", "closed: [\"SAT 22:00-02:00\"]").file(
                            "dvcqg/mapping/dvcqg.answer-question.request.jsonata",
                            text -> "hoiDapId = \"POISON\" ? $error(\"poison\") : (" + text + ")")
                    .file("dvcqg/mapping/dvcqg.answer-question.response.jsonata",
                            text -> "$request.hoiDapId = \"ODD\" ? $error(\"odd\") : (" + text + ")")
                    .file("dvcqg/mapping/dvcqg.find-dossier.response.jsonata",
                            text -> "$request.maHoSo = \"H47.12-260101-0001\" ? $error(\"odd\") : (" + text + ")")
                    .setting() };

    private static final class Started {
        static final GatewayStage STAGE = start();

        private static GatewayStage start() {
            var stage = GatewayStage.start(SETTINGS);
            LastOfAll.then(stage::close);
            return stage;
        }
    }

    GatewayStage stage() {
        return Started.STAGE;
    }

    /** Everything is open again, everything arrives or ends, and the books are exact. */
    @Override
    public void afterEach(ExtensionContext context) {
        stage().sandbox().endFaults();
        stage().bean(Destinations.class).resume(portal(), "the test");
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
            stage().pass(Duration.ofMinutes(20));
            stage().bean(Expiry.class).sweep();
            return stage().sql().sql("select count(*) from delivery").query(Long.class).single() == 0;
        });
        stage().bean(NightlyRecount.class).run();
        assertThat(stage().bean(NightlyRecount.class).last().orElseThrow().detail()).isEmpty();
        stage().pass(OPEN);
    }

    Destination portal() {
        return stage().bean(Catalogue.class).services().get("dvcqg.sync-dossier").call().destination();
    }

    DestinationState at(GatewayStage gateway) {
        return gateway.bean(Destinations.class).state(portal());
    }

    List<Story> stories(int n) {
        return Stream.generate(() -> new Story(stage())).limit(n).toList();
    }

    /** Dossiers that failed and opened it. */
    List<Story> opened(FaultMode mode) {
        stage().sandbox().on("portal").set(Fault.of(mode).onlyFor(DOSSIERS));
        var failed = stories(4);
        failed.forEach(Story::dossier);
        await().atMost(Story.PATIENCE).until(() -> at(stage()).breaker() == Breaker.OPEN);
        await().atMost(Story.PATIENCE).until(() -> leased() == 0);
        return failed;
    }

    long leased() {
        return stage().sql()
                .sql("select count(*) from delivery where lease_owner is not null and destination = 'dvcqg'")
                .query(Long.class).single();
    }

    UUID question(String id) {
        return UUID.fromString(stage().oneStop().post("/api/dvcqg/v1/answers", answer(id),
                "Idempotency-Key", Story.key()).text("transactionId"));
    }

    Map<String, Object> answer(String id) {
        return Map.of("hoiDapId", id, "maDonVi", "000.00.12.H47", "nguoiTraLoi", "Trần Văn Mẫu", "ngayTraLoi",
                "2026-03-02T09:00:00+07:00", "noiDungTraLoi", "Hồ sơ được giải quyết trong 01 ngày làm việc.");
    }

    void waitUntouched(Story story, UUID id) {
        assertThat(story.state(id)).isEqualTo(State.RECEIVED);
        assertThat(story.view(id).attempts()).isZero();
        assertThat(Objects.requireNonNull(story.view(id).waiting()).attempts()).isZero();
    }
}
