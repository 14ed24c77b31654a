package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;

/** The six rules of the province's report (regulation.md §4) and the portal's limits: refused by the field's name. */
class RulesTest {
    private static final String DOSSIERS = "/api/dvcqg/v1/dossiers";

    private final GatewayStage stage = Stages.shared();
    private final String number = GatewayStage.dossierNumber();

    private Reply send(Map<String, Object> dossier) {
        return stage.oneStop().post(DOSSIERS, dossier, "Idempotency-Key", UUID.randomUUID().toString());
    }

    private static String at(Duration fromNow) {
        return Stages.shared().bean(Clock.class).instant().plus(fromNow).atOffset(ZoneOffset.ofHours(7)).toString();
    }

    @SuppressWarnings("unchecked")
    private static List<String> pointers(Reply reply) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(reply.get("errors"))).stream().map(error -> String
                .valueOf(error.get("pointer"))).toList();
    }

    static Stream<Arguments> broken() {
        return Stream.of(rule("(1) a level-2 procedure online", "/kenhThucHien", dossier -> dossier.put("mucDoDichVu",
                2)), rule("(2) no date of reception", "/ngayTiepNhan", dossier -> dossier.remove("ngayTiepNhan")),
                rule("(3) an end state without its date", "/ngayKetThucXuLy", dossier -> dossier.put("trangThaiHoSo",
                        9)),
                rule("(4) reception in the future", "/ngayTiepNhan", dossier -> {
                    dossier.put("ngayTiepNhan", at(Duration.ofHours(1)));
                    dossier.put("ngayHenTra", at(Duration.ofDays(1)));
                }), rule("(5) completion in the future", "/ngayKetThucXuLy", dossier -> {
                    dossier.put("trangThaiHoSo", 9);
                    dossier.put("ngayKetThucXuLy", at(Duration.ofHours(1)));
                }), rule("(6) completed before received", "/ngayKetThucXuLy", dossier -> {
                    dossier.put("trangThaiHoSo", 9);
                    dossier.put("ngayKetThucXuLy", Samples.now().minusDays(3).toString());
                }), rule("a summary of 1,001 characters", "/trichYeuHoSo", dossier -> dossier.put("trichYeuHoSo", "ờ"
                        .repeat(1001))),
                rule("a number of 51 characters", "/maHoSo", dossier -> dossier.put("maHoSo", "H47." + "1".repeat(34)
                        + "-260302-123456")),
                rule("a file's name of 4,001 characters", "/taiLieuNop/0/tenTepDinhKem", dossier -> dossier.put(
                        "taiLieuNop", List.of(file("ạ".repeat(4001))))),
                rule("a result's name of 2,001 characters", "/danhSachGiayToKetQua/0/tenGiayTo", dossier -> dossier
                        .put("danhSachGiayToKetQua", List.of(Map.of("tenGiayTo", "ệ".repeat(2001))))),
                rule("another province's number", "/maHoSo", dossier -> dossier.put("maHoSo",
                        "H01.12-260302-1234")));
    }

    private static Map<String, Object> file(String name) {
        return Map.of("tepDinhKemId", "1", "tenTepDinhKem", name, "duongDanTaiTepTin", "https://tep.example.vn/1");
    }

    private static Arguments rule(String what, String pointer, Consumer<Map<String, Object>> change) {
        return Arguments.of(what, pointer, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void a_broken_rule_is_refused_by_its_field_and_stands_under_the_dossier(String what, String pointer,
            Consumer<Map<String, Object>> change) {
        var dossier = Samples.dossier(number);
        change.accept(dossier);

        var reply = send(dossier);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(422);
        assertThat(pointers(reply)).contains(pointer);
        assertThat(stage.sandbox().on("portal").calls(number)).isEmpty();
        var found = stage.oneStop().transactionsOf(String.valueOf(dossier.get("maHoSo")));
        assertThat(found.getFirst()).containsEntry("transactionId", reply.get("transactionId")).containsEntry("state",
                "REJECTED").containsEntry("code", "invalid-request");
        assertThat(String.valueOf(found.getFirst().get("reason"))).contains(pointer);
    }

    @Test
    void what_is_just_within_the_limits_is_taken() {
        var dossier = Samples.dossier(number);
        dossier.put("trichYeuHoSo", "ờ".repeat(1000));
        dossier.put("taiLieuNop", List.of(file("ạ".repeat(4000))));

        assertThat(send(dossier).status()).isEqualTo(202);
    }

    @Test
    void an_officers_name_of_51_characters_is_refused_by_its_place() {
        var progress = Map.of("maHoSo", number, "buocXuLy", List.of(step("x"), step("ộ".repeat(51))));

        var reply = stage.oneStop().post("/api/dvcqg/v1/progress", progress, "Idempotency-Key", UUID.randomUUID()
                .toString());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(422);
        assertThat(pointers(reply)).containsExactly("/buocXuLy/1/nguoiXuLy");
    }

    private static Map<String, Object> step(String officer) {
        return Map.of("nguoiXuLy", officer, "thoiDiemXuLy", Samples.now().minusHours(1).toString(), "noiDungXuLy",
                "Thẩm định", "trangThai", 4);
    }

    @Test
    void several_faults_are_told_at_once() {
        var dossier = Samples.dossier(number);
        dossier.put("mucDoDichVu", 2);
        dossier.remove("ngayTiepNhan");
        dossier.put("trangThaiHoSo", 9);

        assertThat(pointers(send(dossier))).containsExactlyInAnyOrder("/kenhThucHien", "/ngayTiepNhan",
                "/ngayKetThucXuLy");
    }

    @Test
    void a_refusal_is_found_by_its_id_too() {
        var dossier = Samples.dossier(number);
        dossier.put("trangThaiHoSo", 9);
        var reply = send(dossier);

        var found = stage.oneStop().transaction(reply.text("transactionId"));

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.get("state")).isEqualTo("REJECTED");
        assertThat(reply.header("Transaction-Id")).isEqualTo(reply.text("transactionId"));
    }

    /** After everything the tests before did to this ledger, and whatever they left under way. */
    @Test
    void the_counters_equal_a_recount() {
        send(Samples.dossier(number));
        send(Map.of("maHoSo", number));

        var differences = stage.sql().sql("""
                with counted as (
                  select service, caller, state, minute, sum(n) as n from counter group by 1, 2, 3, 4),
                recounted as (
                  select service, caller, 'RECEIVED' as state, date_trunc('minute', received_at) as minute, count(*) as n
                  from transaction group by 1, 2, 4
                  union all
                  select service, caller, state, date_trunc('minute', settled_at), count(*) from transaction
                  where settled_at is not null group by 1, 2, 3, 4)
                select coalesce(c.service, r.service) as service, coalesce(c.state, r.state) as state,
                  coalesce(c.minute, r.minute) as minute, coalesce(c.n, 0) as counted, coalesce(r.n, 0) as recounted
                from counted c full join recounted r on (c.service, c.caller, c.state, c.minute)
                  = (r.service, r.caller, r.state, r.minute)
                where coalesce(c.n, 0) <> coalesce(r.n, 0)""").query().listOfRows();

        assertThat(differences).isEmpty();
    }
}
