package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The registers behind the national platform: asked, told, and followed until they are done. */
class NationalRegistersTest {
    private static final String ENTERPRISE = "/api/business-registration/v1/enterprises/4000000001";
    private static final String REGISTRATIONS = "/api/civil-status/v1/registrations";
    private static final String APPLICATIONS = "/api/judicial-record/v1/applications";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final OneStopClient gateway = stage.oneStop();
    private final Story story = new Story(stage);

    /** With tokens that hold, or else a register would do nothing before its answer is lost. */
    @BeforeEach
    void well_met() {
        assertThat(status().status()).isEqualTo(200);
        assertThat(gateway.get(APPLICATIONS + "/" + story.number()).status()).isEqualTo(200);
        sandbox.ngsp().step(Duration.ofHours(2));
    }

    @AfterEach
    void end_faults() {
        sandbox.ngsp().step(Duration.ofMinutes(1));
        Stages.calm(stage);
    }

    private Reply status() {
        return gateway.get(REGISTRATIONS + "/" + NationalSamples.UNIT + "/" + story.number());
    }

    private UUID birth() {
        return story.accepted(REGISTRATIONS, NationalSamples.birth(story.number()));
    }

    private void lose(FaultMode how, String call) {
        sandbox.on("ngsp").set(Fault.of(how).onlyFor(call).times(1));
    }

    @Test
    void an_enterprise_is_found_by_its_number_and_one_that_is_not_there_is_refused_with_the_registers_words() {
        var found = gateway.get(ENTERPRISE);
        var unknown = gateway.get("/api/business-registration/v1/enterprises/4999999999");

        assertThat(found.status()).as(found.toString()).isEqualTo(200);
        assertThat(found.text("tenDoanhNghiep")).isEqualTo("CÔNG TY TNHH MẪU QUẢNG NAM");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text("code")).isEqualTo("rejected-by-provider");
        assertThat(unknown.toString()).contains("Không tìm thấy doanh nghiệp");
    }

    @Test
    void a_token_the_platform_forgot_is_renewed_and_the_call_repeated_once() {
        assertThat(gateway.get(ENTERPRISE).status()).isEqualTo(200);
        lose(FaultMode.TOKEN_EXPIRED, "chiTietDoanhNghiep");

        var reply = gateway.get(ENTERPRISE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(story.attempts(UUID.fromString(Objects.requireNonNull(reply.header("Transaction-Id")))))
                .extracting(attempt -> attempt.httpStatus()).containsExactly(401, 200);
    }

    @Test
    void a_platform_that_is_overloaded_or_speaks_to_people_is_no_answer() {
        lose(FaultMode.UNAVAILABLE, "chiTietDoanhNghiep");
        var overloaded = gateway.get(ENTERPRISE);
        lose(FaultMode.HTML, "chiTietDoanhNghiep");
        var page = gateway.get(ENTERPRISE);

        assertThat(overloaded.text("code")).isEqualTo("provider-unavailable");
        assertThat(page.text("code")).isEqualTo("provider-unavailable");
        assertThat(gateway.get(ENTERPRISE).status()).isEqualTo(200);
    }

    @Test
    void a_member_of_the_insurance_is_found_without_the_number_standing_in_an_address_or_a_key() {
        var found = gateway.post("/api/social-insurance/v1/members/find", Map.of("maSoBhxh", "4912345678"));
        var nobody = gateway.post("/api/social-insurance/v1/members/find", Map.of("maSoBhxh", "4900000000"));

        assertThat(found.status()).as(found.toString()).isEqualTo(200);
        assertThat(found.text("ngaySinh")).isEqualTo("1990-05-01");
        assertThat(story.view(UUID.fromString(Objects.requireNonNull(found.header("Transaction-Id")))).businessKey())
                .isNull();
        assertThat(nobody.status()).isEqualTo(422);
    }

    @Test
    void a_shared_catalogue_is_asked_for_once_a_day() {
        stage.pass(Duration.ofDays(2));
        var calls = sandbox.on("ngsp").arrived("Category");
        var path = "/api/shared-catalogue/v1/categories/donvihanhchinhcap1";

        var fresh = gateway.get(path);
        var cached = gateway.get(path);

        assertThat(fresh.status()).as(fresh.toString()).isEqualTo(200);
        assertThat(fresh.toString()).contains("\"maDonVi\":\"48\"");
        assertThat(cached.bytes()).isEqualTo(fresh.bytes());
        assertThat(sandbox.on("ngsp").arrived("Category") - calls).isEqualTo(1);
        assertThat(gateway.get("/api/shared-catalogue/v1/categories/manhommau").text("soBanGhi")).isEqualTo("0");
        assertThat(gateway.get("/api/shared-catalogue/v1/categories/khongco").status()).isEqualTo(422);
    }

    @Test
    void a_birth_is_registered_as_xml_and_followed_until_it_is_done() {
        var id = birth();
        story.becomes(id, State.DELIVERED);
        assertThat(status().text("trangThai")).isEqualTo("1");
        assertThat(sandbox.ngsp().registration(story.number()).orElseThrow().last().path("data").asString()).contains(
                "<nksNoiSinh>Bệnh viện Mẫu &amp; Thử</nksNoiSinh>", "<meNgaySinh>1990</meNgaySinh>");

        story.ends();

        assertThat(status().text("trangThai")).isEqualTo("4");
        assertThat(followed("civil-status.get-status").attempts()).isGreaterThan(2);
        assertThat(told("civil-status.get-status", "\"trangThai\":4")).isOne();
    }

    @Test
    void a_registration_that_wants_a_supplement_is_told_and_the_supplement_is_taken() {
        story.becomes(birth(), State.DELIVERED);
        sandbox.ngsp().wantSupplement(story.number());

        story.ends();
        assertThat(told("civil-status.get-status", "giấy chứng sinh")).isOne();
        story.becomes(birth(), State.DELIVERED);

        assertThat(sandbox.ngsp().registration(story.number()).orElseThrow().taken()).isEqualTo(2);
        assertThat(status().text("trangThai")).isEqualTo("1");
    }

    @Test
    void a_registration_the_registry_refuses_is_rejected_with_its_words() {
        lose(FaultMode.BUSINESS_ERROR, "dangKyHoTich");

        var id = birth();
        story.becomes(id, State.REJECTED);

        assertThat(story.view(id).code()).isEqualTo("500");
        assertThat(story.view(id).reason()).contains("DATA_INCORRECT");
    }

    @Test
    void a_registration_whose_answer_was_lost_is_unknown_until_the_registry_says_that_it_has_it() {
        lose(FaultMode.RESET_AFTER, "dangKyHoTich");
        var calls = sandbox.on("ngsp").arrived("dangKyHoTich");

        var id = birth();
        story.becomes(id, State.UNKNOWN);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(sandbox.on("ngsp").arrived("dangKyHoTich") - calls).isEqualTo(1);
        assertThat(sandbox.ngsp().registration(story.number()).orElseThrow().repeats()).isZero();
    }

    @Test
    void a_registration_that_never_arrived_is_sent_again_once_the_registry_says_so() {
        lose(FaultMode.RESET_BEFORE, "dangKyHoTich");

        var id = birth();
        story.becomes(id, State.UNKNOWN);
        assertThat(sandbox.ngsp().registration(story.number())).isEmpty();
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(sandbox.ngsp().registration(story.number()).orElseThrow().taken()).isOne();
    }

    @Test
    void a_lost_supplement_is_not_taken_for_the_registration_it_supplements() {
        story.becomes(birth(), State.DELIVERED);
        sandbox.ngsp().wantSupplement(story.number());
        lose(FaultMode.RESET_BEFORE, "dangKyHoTich");

        var supplement = birth();
        story.becomes(supplement, State.UNKNOWN);
        assertThat(story.ended(supplement)).isEqualTo(State.DELIVERED);

        assertThat(sandbox.ngsp().registration(story.number()).orElseThrow().taken()).isEqualTo(2);
    }

    @Test
    void an_application_whose_answer_was_lost_is_found_by_asking_and_followed_until_the_record_exists() {
        lose(FaultMode.RESET_AFTER, "nhanHoSoDangKy");
        var calls = sandbox.on("ngsp").arrived("nhanHoSoDangKy");

        var id = story.accepted(APPLICATIONS, NationalSamples.application(story.number()));
        story.becomes(id, State.UNKNOWN);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        story.ends();

        assertThat(sandbox.on("ngsp").arrived("nhanHoSoDangKy") - calls).isEqualTo(1);
        assertThat(sandbox.ngsp().application(story.number()).orElseThrow().repeats()).isZero();
        assertThat(followed("judicial-record.get-status").state()).isEqualTo(State.DELIVERED);
        assertThat(told("judicial-record.get-status", "da-co-phieu")).isOne();
    }

    @Test
    void an_application_that_never_arrived_is_sent_again_once_the_register_says_so() {
        lose(FaultMode.RESET_BEFORE, "nhanHoSoDangKy");

        var id = story.accepted(APPLICATIONS, NationalSamples.application(story.number()));
        story.becomes(id, State.UNKNOWN);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(sandbox.ngsp().application(story.number()).orElseThrow().taken()).isOne();
    }

    /** The one question that the gateway asks by itself. */
    private vn.lgsp.gateway.ledger.TransactionView followed(String service) {
        return story.all().stream().filter(row -> row.service().equals(service) && row.origin().equals("follow"))
                .findFirst().orElseThrow();
    }

    /** How often the one-stop system was told an outcome of this service that says so. */
    private long told(String service, String words) {
        return sandbox.oneStop().received("/lgsp/events").stream().filter(event -> event.body().path("data").path(
                "businessKey").asString("").equals(story.number()) && event.body().path("data").path("service")
                        .asString("").equals(service)
                && event.body().toString().contains(words)).count();
    }
}
