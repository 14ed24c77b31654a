package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.wire.Json;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NgspTest {
    private static final String NUMBER = "H47.12-231005-0012";
    private static final String XML = "<hotich><hoso><nksHoTen>NGUYỄN MẪU AN</nksHoTen></hoso></hotich>";

    private final TestClock clock = new TestClock();
    private final Client client = new Client();
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.standard().at(clock));
    private final String url = sandbox.on("ngsp").url().toString();
    private String token = "";

    @BeforeEach
    void forget() {
        sandbox.reset();
        token = token("sandbox-ngsp").text("access_token");
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void the_right_secret_opens_a_token_that_ends_when_it_said() {
        assertThat(token("wrong").status()).isEqualTo(401);
        assertThat(enterprise("4000000001").text("Status")).isEqualTo("1");
        clock.pass(Duration.ofHours(1));
        var ended = enterprise("4000000001");

        assertThat(ended.status()).isEqualTo(401);
        assertThat(ended.json().at("/fault/code").asInt()).isEqualTo(900901);
    }

    @Test
    void each_register_says_in_its_own_way_that_it_knows_nothing() {
        assertThat(enterprise("4999999999").text("Status")).isEqualTo("0");
        assertThat(post("/apiBHXH/1.0/getTraCuuTtHgdByMaSoBhxh", Map.of("maSoBhxh", "1")).text("hoTen")).isEmpty();
        assertThat(client.get(url + "/dmdc/1.0/Category/none", bearer()).text("MSG")).isNotEmpty();
        assertThat(state().text("errorCode")).isEqualTo("201");
        assertThat(application().text("STATUS")).isEqualTo("201");
    }

    @Test
    void a_registration_goes_from_state_to_state_as_time_passes() {
        assertThat(register(XML).text("status")).isEqualTo("1");
        assertThat(state().text("status")).isEqualTo("1");
        clock.pass(Duration.ofMinutes(1));
        assertThat(state().text("status")).isEqualTo("3");
        sandbox.ngsp().advance(NUMBER);
        assertThat(state().text("status")).isEqualTo("4");
        clock.pass(Duration.ofMinutes(10));
        assertThat(state().text("status")).isEqualTo("4");
    }

    @Test
    void a_registration_is_taken_once_and_a_repeat_told_apart() throws Exception {
        var answers = Client.together(20, () -> register(XML));

        assertThat(answers).filteredOn(answer -> answer.text("status").equals("1")).hasSize(1);
        assertThat(sandbox.ngsp().registration(NUMBER).orElseThrow().repeats()).isEqualTo(19);
        assertThat(sandbox.on("ngsp").state(100).get("repeats")).isEqualTo(19);
    }

    @Test
    void a_supplement_is_taken_when_one_is_wanted() {
        register(XML);
        client.text("POST", sandbox.controlUrl() + "/ngsp/" + NUMBER + "/supplement", "");
        var wanted = state();
        var supplement = register(XML);

        assertThat(wanted.text("status")).isEqualTo("2");
        assertThat(supplement.text("status")).isEqualTo("1");
        assertThat(state().text("status")).isEqualTo("1");
        assertThat(sandbox.ngsp().registration(NUMBER).orElseThrow().taken()).isEqualTo(2);
    }

    @Test
    void what_is_no_xml_is_refused() {
        assertThat(register("<hotich><hoso>").text("errorCode")).isEqualTo("500");
        assertThat(register("<!DOCTYPE hotich><hotich><hoso/></hotich>").text("errorCode")).isEqualTo("500");
        assertThat(register("<khac/>").text("errorCode")).isEqualTo("500");
        assertThat(sandbox.ngsp().registration(NUMBER)).isEmpty();
    }

    private Reply token(String secret) {
        var pair = Base64.getEncoder().encodeToString(("QNA-LGSP:" + secret).getBytes(StandardCharsets.UTF_8));
        return client.text("POST", url + "/token", "grant_type=client_credentials", "Authorization", "Basic " + pair,
                "Content-Type", "application/x-www-form-urlencoded");
    }

    private String[] bearer() {
        return new String[]{ "Authorization", "Bearer " + token };
    }

    private Reply post(String path, Object body) {
        return client.post(url + path, body, bearer());
    }

    private Reply enterprise(String number) {
        return client.get(url + "/apiCSDLDKDN/1.0/chiTietDoanhNghiep?msdn=" + number, bearer());
    }

    private Reply register(String xml) {
        return post("/apiHoTichTuPhap/1.0/dangKyHoTich", Json.object("maDonVi", 20341, "module", "KS", "maHoSo", NUMBER,
                "ngayTiepNhan", "2026-03-02", "data", xml));
    }

    private Reply state() {
        return post("/apiHoTichTuPhap/1.0/traTrangThaiHoSo", Map.of("maDonVi", 20341, "maHoSo", NUMBER));
    }

    private Reply application() {
        return post("/apiLyLichTuPhap/1.0/traTrangThaiHs", Map.of("idReceivedDec", NUMBER, "infoType", "2"));
    }
}
