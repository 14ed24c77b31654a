package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@OpsStage
class LoginTest {
    private static final String REPLAY = "/ops/transactions/019c8000-0000-7000-8000-000000000000/replay";

    @LocalServerPort
    private int port;
    private OpsClient client;

    @BeforeEach
    void visitor() {
        client = new OpsClient(port);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/ops/services", "/ops/transactions", "/ops/connectors", "/ops/session", "/ops/nonsense",
            "/actuator", "/actuator/info" })
    void a_stranger_is_asked_for_a_login_by_the_api(String path) {
        var answer = client.get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(
                value -> assertThat(value).startsWith("Basic"));
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("login-needed");
        assertThat(OpsClient.text(answer, "$.title")).isEqualTo("Cần đăng nhập");
        assertThat(client.get(path, "Accept-Language", "en").body()).contains("Login needed");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/console/", "/console/index.html", "/console/app.js" })
    void a_stranger_is_led_to_the_login_page_by_the_console(String path) {
        var answer = client.get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(
                value -> assertThat(value).endsWith("/console/login.html"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/console/login.html", "/console/login.js", "/console/language.js", "/console/words.js",
            "/console/dom.js", "/console/console.css", "/console/icon.svg", "/actuator/health",
            "/actuator/health/liveness", "/actuator/prometheus" })
    void the_login_page_health_and_metrics_are_public(String path) {
        assertThat(client.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void the_root_leads_to_the_console() {
        assertThat(client.get("/").headers().firstValue("Location")).hasValueSatisfying(
                value -> assertThat(value).endsWith("/console/"));
    }

    @Test
    void any_other_address_is_nothing_and_says_so() {
        var answer = client.get("/swagger-ui/index.html");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("not-found");
    }

    @Test
    void a_path_the_firewall_refuses_is_a_problem_too() {
        var answer = client.get("/ops/transactions;x=1/");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("malformed-request");
    }

    @Test
    void callers_pass_to_intake_without_session_or_token() {
        var answer = client.post("/api/dvcqg/v1/nothing", "{}", "Content-Type", "application/json");

        assertThat(answer.statusCode()).isNotIn(401, 403);
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void the_operator_logs_in_and_the_session_cookie_stays_with_this_site() {
        var answer = client.login("operator", OpsStage.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().allValues("Set-Cookie")).anySatisfy(
                cookie -> assertThat(cookie).contains("JSESSIONID", "HttpOnly", "SameSite=Strict"));
        assertThat(OpsClient.text(client.get("/ops/session"), "$.user")).isEqualTo("operator");
        assertThat(client.get("/console/").body()).contains("app.js");
    }

    @Test
    void the_console_takes_nothing_from_elsewhere() {
        client.login("operator", OpsStage.PASSWORD);

        assertThat(client.get("/console/").headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
                policy -> assertThat(policy).startsWith("default-src 'self'"));
    }

    @Test
    void a_login_without_token_is_refused() {
        var answer = client.post("/console/login", "username=operator&password=" + OpsStage.PASSWORD, "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void a_command_of_a_session_needs_the_token() {
        client.login("operator", OpsStage.PASSWORD);
        client.get("/ops/session");

        var without = client.post(REPLAY, "{}", "Content-Type", "application/json");
        var with = client.post(REPLAY, "{}", "Content-Type", "application/json", "X-XSRF-TOKEN", client.token());

        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(OpsClient.text(without, "$.code")).isEqualTo("forbidden");
        assertThat(with.statusCode()).isEqualTo(404);
    }

    @Test
    void a_command_by_basic_needs_no_token_but_json() {
        assertThat(client.command(REPLAY, "{}").statusCode()).isEqualTo(404);
        assertThat(client.post(REPLAY, "{}", "Authorization", OpsClient.basic("operator", OpsStage.PASSWORD),
                "Content-Type", "text/plain").statusCode()).isEqualTo(415);
    }

    @Test
    void basic_opens_no_session() {
        var answer = client.read("/ops/session");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
    }

    @Test
    void after_logout_the_session_is_gone() {
        client.login("operator", OpsStage.PASSWORD);
        client.get("/ops/session");

        var answer = client.post("/console/logout", "", "X-XSRF-TOKEN", client.token());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(client.get("/ops/session").statusCode()).isEqualTo(401);
    }

    @Test
    void a_wrong_password_is_refused_in_words() {
        var answer = client.login("somebody", "wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("login-failed");
    }

    @Test
    void who_guesses_five_times_has_to_wait_and_others_do_not() {
        for (int guess = 0; guess < 5; guess++) {
            assertThat(client.login("guessed", "guess-" + guess).statusCode()).isEqualTo(401);
        }

        var answer = client.login("guessed", "another");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(client.get("/ops/session", "Authorization", OpsClient.basic("guessed", "x")).statusCode())
                .isEqualTo(429);
        assertThat(client.read("/ops/session").statusCode()).isEqualTo(200);
    }
}
