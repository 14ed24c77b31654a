package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionQuery;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.population.Population;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Citizens' data are asked for in an officer's name, over SOAP with a signature of address and time. */
@ExtendWith(OutputCaptureExtension.class)
class PerOfficerTest {
    private static final String NUMBER = "049090000001";
    private static final String NAME = "NGUYỄN THỊ THỬ";

    private final GatewayStage stage = Stages.shared();
    private final Population population = stage.sandbox().population();
    private final String officer = "QNM.CB." + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    private Map<String, Object> question(Object... more) {
        var question = new LinkedHashMap<String, Object>(Map.of("maCanBo", officer, "maDonVi", "H47.12", "taiKhoan",
                "thu.nt", "soDinhDanh", NUMBER, "hoVaTen", NAME));
        for (int i = 0; i < more.length; i += 2) {
            question.put((String) more[i], more[i + 1]);
        }
        return question;
    }

    private OneStopClient.Reply verify(Map<String, Object> question) {
        return stage.oneStop().post("/api/population/v1/citizens/verify", question);
    }

    private OneStopClient.Reply find(Object... more) {
        var question = question(more);
        question.put("maDVC", "1.003560");
        return stage.oneStop().post("/api/population/v1/citizens/find", question);
    }

    private List<TransactionView> ofOfficer() {
        return stage.bean(LedgerSearch.class).transactions(new TransactionQuery(null, null, "H47.12/" + officer, null,
                null, Set.of(), null, null, null, null, 50));
    }

    @Test
    void data_are_verified_and_looked_up() {
        assertThat(verify(question()).json()).isEqualTo(Map.of("tonTai", true));
        assertThat(verify(question("hoVaTen", "NGUYỄN THỊ KHÁC")).json()).isEqualTo(Map.of("tonTai", false));
        assertThat(find("ngaySinh", "1990-05-01").json()).isEqualTo(Map.of("soLuong", 1, "congDan", List.of(Map.of(
                "soDinhDanh", NUMBER, "hoVaTen", NAME, "gioiTinh", "2", "quocTich", "VN", "ngaySinh", "1990-05-01",
                "namSinh", 1990))));
        assertThat(find("soDinhDanh", "049085000003", "hoVaTen", "Trần Giả & Thử", "namSinh", 1985).get("soLuong"))
                .isEqualTo(1);
        assertThat(find("ngaySinh", "1991-05-01").get("soLuong")).isEqualTo(0);
    }

    @Test
    void a_question_in_nobodys_name_is_refused_and_never_leaves() {
        var before = stage.sandbox().on("population").arrived("033");
        var question = question();
        question.keySet().removeAll(List.of("maCanBo", "taiKhoan"));

        var refused = verify(question);

        assertThat(refused.status()).as(refused.toString()).isBetween(400, 499);
        assertThat(refused.toString()).contains("/maCanBo", "/taiKhoan").doesNotContain(NUMBER);
        assertThat(stage.sandbox().on("population").arrived("033")).isEqualTo(before);
    }

    @Test
    void the_ledger_says_who_asked_and_nothing_but_the_sealed_payload_whom_they_asked_about(CapturedOutput output) {
        verify(question());
        find("ngaySinh", "1990-05-01");
        stage.sandbox().on("population").set(Fault.of(FaultMode.HTML).times(1));
        verify(question());

        assertThat(ofOfficer()).extracting(TransactionView::service).containsExactlyInAnyOrder(
                "population.verify-citizen", "population.verify-citizen", "population.find-citizen");
        assertThat(population.byOfficer()).containsEntry(officer, 2);
        assertThat(output.getAll()).doesNotContain(NUMBER, NAME);
        for (var table : List.of("transaction", "attempt")) {
            assertThat(stage.sql().sql("select count(*) from " + table + " t where t::text like '%" + NUMBER + "%'")
                    .query(Integer.class).single()).as(table).isZero();
        }
    }

    @Test
    void faults_and_errors_under_200_are_business_errors_and_what_is_ours_is_not() {
        var locked = verify(question("maCanBo", "QNM.KHOA"));
        assertThat(locked.status()).as(locked.toString()).isEqualTo(422);
        assertThat(locked.toString()).contains("12");

        stage.sandbox().on("population").set(Fault.of(FaultMode.SERVER_ERROR).times(1));
        assertThat(verify(question()).status()).isEqualTo(502);
    }

    @Test
    void a_slow_answer_is_waited_for() {
        stage.sandbox().on("population").set(Fault.slow(Duration.ofMillis(300)).times(1));

        assertThat(verify(question()).status()).isEqualTo(200);
        assertThat(ofOfficer()).extracting(TransactionView::state).containsExactly(State.DELIVERED);
    }
}
