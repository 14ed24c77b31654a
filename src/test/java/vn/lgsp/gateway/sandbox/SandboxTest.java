package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import vn.lgsp.gateway.sandbox.Client.Reply;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxTest {
    private static final String NUMBER = "H47.12-231005-0012";

    private final Client client = new Client();
    private final GatewayDouble gateway;
    private final Sandbox sandbox;
    private final PortalCalls portal;

    SandboxTest() throws IOException {
        gateway = new GatewayDouble("{}");
        sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(Map.of("GATEWAY_URL", gateway.url())));
        portal = new PortalCalls(sandbox, client);
    }

    @BeforeEach
    void forget() {
        sandbox.reset();
    }

    @AfterAll
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void the_control_endpoint_says_what_it_can_do() {
        var help = client.get(sandbox.controlUrl() + "/");

        assertThat(help.type()).startsWith("text/plain");
        assertThat(Client.utf8(help.body())).contains("/faults/{system}", "session-expired", "/reset");
    }

    @Test
    void the_state_shows_the_counts_of_every_stand_in() {
        portal.push("False", portal.dossier(NUMBER));
        portal.push("False", portal.dossier(NUMBER));
        var state = client.get(sandbox.controlUrl() + "/state").json();

        assertThat(state.propertyNames()).containsExactly("portal", "payment", "population", "post", "one-stop",
                "ngsp", "exchange", "province");
        assertThat(state.at("/portal/inserts").asInt()).isOne();
        assertThat(state.at("/portal/insertsRefused").asInt()).isOne();
        assertThat(state.at("/portal/calls/DongBoHoSoMC").asInt()).isEqualTo(2);
        assertThat(state.at("/portal/byDossier/" + NUMBER + "/inserts").asInt()).isOne();
    }

    @Test
    void the_state_of_one_key_can_be_asked_for() {
        portal.push("False", portal.dossier(NUMBER));

        assertThat(client.get(sandbox.controlUrl() + "/state/portal/" + NUMBER).json().at("/last/MaHoSo").asString())
                .isEqualTo(NUMBER);
        assertThat(client.get(sandbox.controlUrl() + "/state/portal/none").status()).isEqualTo(404);
    }

    @Test
    void a_fault_is_switched_on_and_off_while_it_runs() {
        put("/faults/portal", "{\"mode\":\"unavailable\",\"retryAfter\":2,\"times\":1}");
        var session = portal.session();
        var first = portal.ask(session, "TraCuuHoSo", Map.of());
        var second = portal.ask(session, "TraCuuHoSo", Map.of());
        put("/faults/postal", "{\"mode\":\"down\"}");

        assertThat(first.status()).isEqualTo(503);
        assertThat(second.status()).isEqualTo(200);
        assertThatThrownBy(() -> client.get(sandbox.on("post").url() + "/order/tracking"))
                .isInstanceOf(UncheckedIOException.class).hasCauseInstanceOf(ConnectException.class);
        client.text("DELETE", sandbox.controlUrl() + "/faults", "");
        assertThat(client.get(sandbox.on("post").url() + "/order/tracking").status()).isEqualTo(401);
    }

    @Test
    void a_wrong_order_is_refused_with_what_there_is() {
        assertThat(put("/faults/portal", "{\"mode\":\"lazy\"}").text("error")).contains("lazy", "reset-after");
        assertThat(put("/faults/nobody", "{\"mode\":\"slow\"}").text("error")).contains("portal", "one-stop");
        assertThat(put("/faults/portal", "slow").status()).isEqualTo(400);
        assertThat(client.get(sandbox.controlUrl() + "/nothing").status()).isEqualTo(404);
    }

    @Test
    void sessions_can_be_ended_and_their_life_set() {
        var session = portal.session();
        control("/portal/expire-sessions");
        var ended = portal.ask(session, "TraCuuHoSo", Map.of());
        put("/options/portal", "{\"sessionSeconds\":0}");
        var shortLived = portal.ask(portal.session(), "TraCuuHoSo", Map.of());

        assertThat(ended.json().path("error_code").asInt()).isEqualTo(-2);
        assertThat(shortLived.json().path("error_code").asInt()).isEqualTo(-2);
    }

    @Test
    void options_of_payment_post_and_one_stop_are_set_by_name() {
        put("/options/payment", "{\"autoPay\":false,\"wrapped\":true}");
        put("/options/post", "{\"tokenSeconds\":5,\"stepMs\":10,\"giveAgain\":3}");
        put("/options/one-stop", "{\"anyTime\":true,\"dues\":{\"" + NUMBER + "\":75000}}");

        assertThat(sandbox.payment().options().autoPay()).isFalse();
        assertThat(sandbox.payment().options().wrapped()).isTrue();
        assertThat(client.get(sandbox.on("one-stop").url() + "/lgsp/dues/" + NUMBER).json().path("soTien").asInt())
                .isEqualTo(75_000);
    }

    @Test
    void what_does_not_exist_cannot_be_paid_or_moved_on() {
        assertThat(control("/payment/none/pay").status()).isEqualTo(404);
        assertThat(control("/payment/none/fail").status()).isEqualTo(404);
        assertThat(control("/postal/none/advance").status()).isEqualTo(404);
    }

    @Test
    void the_portal_sends_the_dossier_it_is_given() {
        var answer = client.text("POST", sandbox.controlUrl() + "/portal/submit-dossier", "{\"MaHoSo\":\"x\"}");

        assertThat(answer.json().path("status").asInt()).isEqualTo(200);
        assertThat(gateway.received("/api/dvcqg/v1/inbound/dossiers").getLast().path("MaHoSo").asString())
                .isEqualTo("x");
    }

    @Test
    void reset_forgets_everything() {
        portal.push("False", portal.dossier(NUMBER));
        put("/faults/portal", "{\"mode\":\"down\"}");
        control("/reset");

        assertThat(sandbox.portal().dossiers()).isEmpty();
        assertThat(sandbox.on("portal").arrived("DongBoHoSoMC")).isZero();
        assertThat(portal.login("sandbox-portal").status()).isEqualTo(200);
    }

    @Test
    void the_gateway_is_told_where_everything_is() {
        assertThat(sandbox.environment()).containsOnlyKeys("GATEWAY_REACHES", "DVCQG_URL", "DVCQG_USER",
                "DVCQG_PASSWORD", "PAYMENT_URL",
                "PAYMENT_PARTNER", "PAYMENT_SECRET", "POPULATION_URL", "POPULATION_USER", "POPULATION_SECRET",
                "POPULATION_API_KEY", "POPULATION_CLIENT", "POSTAL_URL", "POSTAL_CLIENT", "POSTAL_SECRET",
                "NGSP_URL", "NGSP_CLIENT", "NGSP_SECRET",
                "ONE_STOP_URL", "ONE_STOP_SECRET", "EXCHANGE_URL", "EXCHANGE_CLIENT", "EXCHANGE_SECRET", "QOFFICE_URL",
                "QOFFICE_SECRET", "CIVIL_SERVANTS_URL", "CIVIL_SERVANTS_KEY", "IOC_URL", "IOC_KEY", "EGOV_URL",
                "EGOV_CLIENT", "EGOV_SECRET").containsEntry("DVCQG_URL", sandbox.on("portal").url().toString());
    }

    private Reply put(String path, String json) {
        return client.text("PUT", sandbox.controlUrl() + path, json);
    }

    private Reply control(String path) {
        return client.text("POST", sandbox.controlUrl() + path, "");
    }
}
