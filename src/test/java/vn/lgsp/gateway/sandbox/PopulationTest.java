package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.wire.Digest;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PopulationTest {
    private final TestClock clock = new TestClock();
    private final Client client = new Client();
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.standard().at(clock));
    private final String url = sandbox.on("population").url() + "/dancuquocgia";

    @BeforeEach
    void forget() {
        sandbox.reset();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    private Reply verify(String officer, String secret, Duration ahead) {
        var stamp = String.valueOf(clock.instant().plus(ahead).toEpochMilli());
        var basic = Base64.getEncoder().encodeToString(("quangnam:" + Digest.of(url + "quangnam" + stamp + secret))
                .getBytes(StandardCharsets.UTF_8));
        return client.text("POST", url, "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>"
                + "<q:XacThucThongTinCongDan xmlns:q=\"http://dancuquocgia.bca\"><q:MaDichVu>033</q:MaDichVu><q:MaCanBo>"
                + officer + "</q:MaCanBo><q:SoDinhDanh>049090000001</q:SoDinhDanh><q:HoVaTen>Nguyễn Thị Thử</q:HoVaTen>"
                + "</q:XacThucThongTinCongDan></e:Body></e:Envelope>", "Content-Type", "text/xml; charset=utf-8",
                "SOAPAction", "\"\"", "Timestamp", stamp, "Authorization", "Basic " + basic, "ApiKey",
                "sandbox-population-key", "X-Road-Client", "VN/GOV/H47/LGSP");
    }

    private static String text(Reply reply) {
        return Client.utf8(reply.body());
    }

    @Test
    void the_right_signature_is_answered_and_the_question_counted_for_its_officer() {
        var reply = verify("CB1", "sandbox-population", Duration.ofMinutes(4));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(text(reply)).contains("<ns1:TonTai>true</ns1:TonTai>");
        assertThat(sandbox.population().byOfficer()).containsEntry("CB1", 1);
    }

    @Test
    void a_wrong_signature_and_a_wrong_clock_are_faults() {
        assertThat(verify("CB1", "wrong", Duration.ZERO).status()).isEqualTo(401);
        assertThat(text(verify("CB1", "wrong", Duration.ZERO))).contains("SIGNATURE");
        assertThat(text(verify("CB1", "sandbox-population", Duration.ofMinutes(-6)))).contains("TIMESTAMP");
        assertThat(sandbox.population().byOfficer()).isEmpty();
    }

    @Test
    void a_question_in_nobodys_name_is_a_fault_and_a_locked_officer_an_error_under_200() {
        assertThat(text(verify("", "sandbox-population", Duration.ZERO))).contains("Fault", "MACANBO");
        var locked = verify("CB.KHOA", "sandbox-population", Duration.ZERO);
        assertThat(locked.status()).isEqualTo(200);
        assertThat(text(locked)).contains("<MaLoi>12</MaLoi>");
    }
}
