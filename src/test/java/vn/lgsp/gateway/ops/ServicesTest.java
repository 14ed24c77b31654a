package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import vn.lgsp.gateway.ledger.State;

@OpsStage
class ServicesTest {
    private static final String DOSSIER = "dvcqg.sync-dossier";

    @LocalServerPort
    private int port;
    @Autowired
    private SampleLedger ledger;
    private OpsClient client;

    @BeforeEach
    void visitor() {
        client = new OpsClient(port);
        ledger.empty();
    }

    @Test
    void every_service_of_the_catalogue_is_listed_with_its_state() {
        var answer = client.read("/ops/services?window=2h");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(OpsClient.list(answer, "$.services[*].id")).containsExactly("dvcqg.find-dossier", DOSSIER,
                "dvcqg.sync-progress", "payment.init", "payment.query", "postal.create-order", "postal.track");
        assertThat(OpsClient.list(answer, "$.services[?(@.id=='payment.init')].breaker")).containsExactly("OPEN");
        assertThat(OpsClient.list(answer, "$.services[?(@.id=='postal.track')].route")).containsExactly("Stopped");
        assertThat(OpsClient.list(answer, "$.services[?(@.id=='payment.init')].title.vi")).containsExactly(
                "Khởi tạo thanh toán");
    }

    @Test
    void without_traffic_there_is_no_rate_rather_than_zero() {
        var answer = client.read("/ops/services?window=3h");

        assertThat(OpsClient.list(answer, "$.services[*].successRate")).containsOnlyNulls();
        assertThat(OpsClient.list(answer, "$.services[*].p95Ms")).containsOnlyNulls();
    }

    @Test
    void the_rate_comes_from_the_counters_of_the_window() {
        var now = Instant.now();
        ledger.count(DOSSIER, now.minus(Duration.ofMinutes(10)), State.DELIVERED, 90);
        ledger.count(DOSSIER, now.minus(Duration.ofMinutes(10)), State.DELIVERED, 5);
        ledger.count(DOSSIER, now.minus(Duration.ofMinutes(20)), State.REJECTED, 3);
        ledger.count(DOSSIER, now.minus(Duration.ofMinutes(20)), State.EXHAUSTED, 2);
        ledger.count(DOSSIER, now.minus(Duration.ofMinutes(20)), State.CANCELLED, 7);
        ledger.count(DOSSIER, now.minus(Duration.ofHours(5)), State.REJECTED, 1_000);

        var answer = client.read("/ops/services?window=4h");

        var row = "$.services[?(@.id=='" + DOSSIER + "')].";
        assertThat(OpsClient.list(answer, row + "delivered")).containsExactly(95);
        assertThat(OpsClient.list(answer, row + "failed")).containsExactly(5);
        assertThat(OpsClient.list(answer, row + "successRate")).containsExactly(0.95);
    }

    @Test
    void waiting_work_is_counted_and_its_oldest_is_told() {
        var old = Instant.now().minus(Duration.ofMinutes(40));
        var first = ledger.transaction(DOSSIER, State.DELIVERING, old).insert();
        var second = ledger.transaction(DOSSIER, State.RECEIVED, old.plusSeconds(60)).insert();
        ledger.waiting(first, DOSSIER, Instant.now().plusSeconds(60), 2, null);
        ledger.waiting(second, DOSSIER, Instant.now().plusSeconds(60), 0, "breaker");

        var answer = client.read("/ops/services?window=5h");

        var row = "$.services[?(@.id=='" + DOSSIER + "')].";
        assertThat(OpsClient.list(answer, row + "backlog")).containsExactly(2);
        assertThat(OpsClient.list(answer, row + "parked")).containsExactly(1);
        assertThat(Instant.parse((String) OpsClient.list(answer, row + "oldestWaiting").getFirst())).isBetween(
                old.minusMillis(1), old.plusMillis(1));
    }

    @Test
    void the_figures_follow_within_seconds() {
        client.read("/ops/services?window=6h");
        ledger.count(DOSSIER, Instant.now(), State.DELIVERED, 1);

        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(OpsClient.list(
                client.read("/ops/services?window=6h"), "$.services[?(@.id=='" + DOSSIER + "')].delivered"))
                .containsExactly(1));
    }

    @ParameterizedTest
    @ValueSource(strings = { "never", "0s", "32d", "-1h", "24" })
    void a_window_that_makes_no_sense_is_refused(String window) {
        var answer = client.read("/ops/services?window=" + window);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("bad-parameter");
    }

    @Test
    void each_day_and_service_has_its_own_rate_the_latest_day_first() {
        var noon = Instant.parse("2026-03-02T05:00:00Z");
        ledger.count(DOSSIER, noon, State.RECEIVED, 9);
        ledger.count(DOSSIER, noon, State.DELIVERED, 3);
        ledger.count(DOSSIER, noon, State.EXPIRED, 1);
        ledger.count(DOSSIER, noon, State.CANCELLED, 2);
        ledger.count("payment.init", noon, State.DELIVERED, 5);
        // one in the morning of the next day in Vietnam
        ledger.count(DOSSIER, Instant.parse("2026-03-02T18:00:00Z"), State.RECEIVED, 1);

        var answer = client.read("/ops/days?from=2026-03-01&to=2026-03-03");

        assertThat(OpsClient.list(answer, "$.days[*].day")).containsExactly("2026-03-03", "2026-03-02", "2026-03-02");
        assertThat(OpsClient.list(answer, "$.days[*].service")).containsExactly(DOSSIER, DOSSIER, "payment.init");
        assertThat(OpsClient.list(answer, "$.days[*].received")).containsExactly(1, 9, 0);
        assertThat(OpsClient.list(answer, "$.days[*].failed")).containsExactly(0, 1, 0);
        assertThat(OpsClient.list(answer, "$.days[*].successRate")).containsExactly(null, 0.75, 1.0);
        assertThat(OpsClient.list(client.read("/ops/days?from=2026-03-01&to=2026-03-03&service=payment.init"),
                "$.days[*].delivered")).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(strings = { "from=2026-03-02&to=2026-03-01", "from=2024-01-01&to=2026-03-01", "to=yesterday",
            "to=%2B999999999-12-31", "to=-999999999-01-01" })
    void days_that_make_no_sense_are_refused(String days) {
        var answer = client.read("/ops/days?" + days);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("bad-parameter");
    }

    @Test
    void connectors_are_listed_with_version_and_faults_also_those_that_never_loaded() {
        var answer = client.read("/ops/connectors");

        assertThat(OpsClient.list(answer, "$.connectors[*].name")).containsExactly("dvcqg", "payment", "population",
                "postal");
        assertThat(OpsClient.list(answer, "$.connectors[?(@.name=='postal')].faults[0].where")).containsExactly(
                "connector.yaml:12");
        assertThat(OpsClient.list(answer, "$.connectors[?(@.name=='population')].version")).containsOnlyNulls();
    }

    @Test
    void health_tells_of_each_connector_and_none_takes_the_node_down() {
        var answer = client.read("/actuator/health");

        var connectors = "$.components.connectors.components.";
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(OpsClient.text(answer, "$.status")).isEqualTo("UP");
        assertThat(OpsClient.text(answer, connectors + "dvcqg.status")).isEqualTo("UP");
        assertThat(OpsClient.text(answer, connectors + "payment.status")).isEqualTo("DEGRADED");
        assertThat(OpsClient.text(answer, connectors + "payment.details.services")).isEqualTo(
                "payment.init Started OPEN");
        assertThat(OpsClient.text(answer, connectors + "population.details.faults[0]")).contains("connector.yaml:1");
        assertThat(client.get("/actuator/health").body()).doesNotContain("connectors");
    }

    @Test
    void metrics_equal_the_ledgers_counters() {
        ledger.count("postal.track", Instant.now().minus(Duration.ofDays(3)), State.RECEIVED, 12);
        ledger.count("postal.track", Instant.now().minus(Duration.ofDays(3)), State.DELIVERED, 9);
        ledger.count("postal.track", Instant.now(), State.UNKNOWN, 3);
        ledger.count("postal.track", Instant.now(), State.UNKNOWN, -1);
        ledger.count("postal.track", Instant.now(), State.EXPIRED, 4);
        var waiting = ledger.transaction("postal.track", State.DELIVERING, Instant.now().minusSeconds(90)).insert();
        ledger.waiting(waiting, "postal.track", Instant.now(), 1, null);

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                client.get("/actuator/prometheus").body()).contains(
                        "gateway_transactions{service=\"postal.track\",state=\"RECEIVED\"} 12.0",
                        "gateway_transactions{service=\"postal.track\",state=\"DELIVERED\"} 9.0",
                        "gateway_transactions{service=\"postal.track\",state=\"UNKNOWN\"} 2.0",
                        "gateway_transactions{service=\"postal.track\",state=\"EXPIRED\"} 4.0",
                        "gateway_backlog{service=\"postal.track\"} 1.0",
                        "gateway_breaker_open{service=\"payment.init\"} 1.0")
                .containsPattern("gateway_oldest_waiting_seconds\\{service=\"postal.track\"} (9\\d|1\\d\\d)\\."));
    }
}
