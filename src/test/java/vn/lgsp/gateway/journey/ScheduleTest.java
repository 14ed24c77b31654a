package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.delivery.Schedules;
import vn.lgsp.gateway.ledger.Periods;

/** The IOC is told of each period once, whatever the gateways do meanwhile. */
class ScheduleTest {
    private static final String PUSH = "ioc.push-indicators";
    private static final Duration DAY = Duration.ofDays(1);

    private final GatewayStage stage = Stages.shared();
    private final Periods days = new Periods(DAY);

    @AfterEach
    void calm() {
        Stages.calm(stage);
    }

    private void run(GatewayStage gateway) {
        gateway.bean(Schedules.class).run(PUSH);
    }

    private static String local(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(ZoneOffset.ofHours(7)));
    }

    /** What the IOC was told of the period from that moment on. */
    private List<JsonNode> told(Instant from) {
        return stage.sandbox().province().periods().getOrDefault(local(from), List.of());
    }

    private int transactions(Instant from) {
        return stage.sql().sql("select count(*) from transaction where service = :service and business_key = :from")
                .param("service", PUSH).param("from", local(from)).query(Integer.class).single();
    }

    @Test
    void two_nodes_at_once_tell_a_period_once_and_what_was_counted_in_it() throws InterruptedException {
        run(stage);
        stage.oneStop().get("/api/dvcqg/v1/dossiers/" + GatewayStage.dossierNumber());
        var today = days.endAfter(stage.now()).minus(DAY);
        stage.pass(DAY);

        try (var second = stage.another()) {
            var runs = IntStream.range(0, 6).mapToObj(n -> Thread.startVirtualThread(() -> run(n % 2 == 0
                    ? stage
                    : second))).toList();
            for (var one : runs) {
                one.join();
            }
            await().atMost(Story.PATIENCE).until(() -> told(today).size() == 1);
        }

        assertThat(transactions(today)).isEqualTo(1);
        var counted = stage.sql().sql("select sum(n) from counted where state = 'RECEIVED' and minute >= :from "
                + "and minute < :to").param("from", today.atOffset(ZoneOffset.UTC))
                .param("to", today.plus(DAY).atOffset(
                        ZoneOffset.UTC))
                .query(Integer.class).single();
        assertThat(told(today).getFirst().path("tongTiepNhan").asInt()).isEqualTo(counted).isPositive();
        assertThat(told(today).getFirst().path("chiTieu").valueStream()).anySatisfy(row -> assertThat(row.path(
                "maDichVu").asString("")).isEqualTo("dvcqg.find-dossier"));
    }

    @Test
    void periods_in_which_no_gateway_ran_follow_once_each_when_one_does_again() {
        run(stage);
        var first = days.endAfter(stage.now()).minus(DAY);
        stage.pass(DAY.multipliedBy(3));

        try (var anew = stage.another()) {
            run(anew);
            run(anew);
        }
        run(stage);

        for (int n = 0; n < 3; n++) {
            var from = first.plus(DAY.multipliedBy(n));
            await().atMost(Story.PATIENCE).until(() -> told(from).size() == 1);
            assertThat(transactions(from)).isEqualTo(1);
        }
        assertThat(transactions(first.plus(DAY.multipliedBy(3)))).isZero();
    }
}
