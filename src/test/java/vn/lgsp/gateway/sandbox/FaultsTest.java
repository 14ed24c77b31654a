package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final String NUMBER = "H47.12-231005-0012";

    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE);
    private Client client = new Client();
    private PortalCalls portal = new PortalCalls(sandbox, client);
    private String session = "";

    @BeforeEach
    void forget() {
        sandbox.reset();
        client = new Client();
        portal = new PortalCalls(sandbox, client);
        session = portal.session();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void slow_does_the_work_and_answers_late() {
        set(Fault.slow(Duration.ofMillis(400)));
        var begin = System.nanoTime();
        var answer = insert();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(390));
        assertThat(answer.text("message")).contains("thành công");
        assertThat(inserts()).isOne();
    }

    @Test
    void a_hundred_slow_calls_are_slow_side_by_side() throws Exception {
        set(Fault.slow(Duration.ofMillis(500)));
        var begin = System.nanoTime();
        Client.together(100, () -> portal.ask(session, "TraCuuHoSo", Map.of("mahoso", NUMBER)));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void unavailable_says_when_to_come_again_and_does_nothing() {
        set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(7));
        var answer = insert();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("retry-after", java.util.List.of("7"));
        assertThat(inserts()).isZero();
    }

    @Test
    void server_error_is_a_500_and_does_nothing() {
        set(Fault.of(FaultMode.SERVER_ERROR));

        assertThat(insert().status()).isEqualTo(500);
        assertThat(inserts()).isZero();
    }

    @Test
    void reset_before_does_nothing_and_answers_nothing() {
        set(Fault.of(FaultMode.RESET_BEFORE));

        assertThatThrownBy(this::insert).isInstanceOf(UncheckedIOException.class);
        assertThat(inserts()).isZero();
        assertThat(sandbox.on("portal").arrived("DongBoHoSoMC")).isOne();
        assertThat(sandbox.on("portal").served("DongBoHoSoMC")).isZero();
    }

    @Test
    void reset_after_does_the_work_and_answers_nothing() {
        set(Fault.of(FaultMode.RESET_AFTER).times(1));

        assertThatThrownBy(this::insert).isInstanceOf(UncheckedIOException.class);
        assertThat(inserts()).isOne();
        assertThat(insert().text("message")).isEqualTo("Hồ sơ đã tồn tại");
    }

    @Test
    void reset_mid_body_does_the_work_and_tears_the_answer() {
        set(Fault.of(FaultMode.RESET_MID_BODY).times(1));

        assertThatThrownBy(this::insert).isInstanceOf(UncheckedIOException.class);
        assertThat(inserts()).isOne();
    }

    @Test
    void html_is_a_page_with_200_and_does_nothing() {
        set(Fault.of(FaultMode.HTML));
        var answer = insert();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/html");
        assertThat(Client.utf8(answer.body())).startsWith("<!DOCTYPE html>");
        assertThat(inserts()).isZero();
    }

    @Test
    void a_business_error_is_told_as_each_system_tells_it() {
        set(Fault.of(FaultMode.BUSINESS_ERROR));
        sandbox.on("payment").set(Fault.of(FaultMode.BUSINESS_ERROR));
        sandbox.on("post").set(Fault.of(FaultMode.BUSINESS_ERROR));
        sandbox.on("one-stop").set(Fault.of(FaultMode.BUSINESS_ERROR));

        assertThat(insert().json().path("error_code").asInt()).isEqualTo(-1);
        assertThat(post("payment", "/payment/init").text("MaLoi")).isEqualTo("99");
        assertThat(post("post", "/order/post").text("Status")).isEqualTo("400");
        assertThat(post("one-stop", "/lgsp/events").status()).isEqualTo(422);
        assertThat(inserts()).isZero();
    }

    @Test
    void session_expired_forgets_the_session_before_the_call() {
        set(Fault.of(FaultMode.SESSION_EXPIRED).times(1));
        var answer = insert();
        session = portal.session();

        assertThat(answer.json().path("error_code").asInt()).isEqualTo(-2);
        assertThat(insert().text("message")).contains("thành công");
        assertThat(inserts()).isOne();
    }

    @Test
    void token_expired_answers_401() {
        sandbox.on("post").set(Fault.of(FaultMode.TOKEN_EXPIRED).times(1));

        assertThat(post("post", "/order/post").status()).isEqualTo(401);
    }

    @Test
    void hang_answers_nothing_while_one_waits() {
        set(Fault.of(FaultMode.HANG));
        client.patience(Duration.ofMillis(600));

        assertThatThrownBy(this::insert).hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(inserts()).isZero();
    }

    @Test
    void calls_that_hang_hold_no_thread_of_the_stand_in() {
        set(Fault.of(FaultMode.HANG).times(200));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.patience(Duration.ofSeconds(3));
            for (var call = 0; call < 200; call++) {
                threads.execute(() -> assertThatThrownBy(this::find).isInstanceOf(UncheckedIOException.class));
            }
            await().until(() -> sandbox.on("portal").arrived("TraCuuHoSo") == 200);

            assertThat(find().status()).isEqualTo(200);
        }
    }

    @Test
    void down_refuses_connections_and_up_again_remembers_everything() {
        insert();
        set(Fault.of(FaultMode.DOWN));
        assertThatThrownBy(this::insert).hasCauseInstanceOf(ConnectException.class);

        set(Fault.NONE);
        assertThat(insert().text("message")).isEqualTo("Hồ sơ đã tồn tại");
        assertThat(inserts()).isOne();
    }

    @Test
    void down_cuts_the_calls_in_flight() throws Exception {
        set(Fault.of(FaultMode.HANG));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var cut = threads.submit(() -> assertThatThrownBy(this::insert).isInstanceOf(UncheckedIOException.class)
                    .cause().isNotInstanceOf(HttpTimeoutException.class));
            await().until(() -> sandbox.on("portal").arrived("DongBoHoSoMC") == 1);
            var begin = System.nanoTime();
            set(Fault.of(FaultMode.DOWN));

            cut.get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void down_for_a_time_comes_up_by_itself() {
        set(Fault.of(FaultMode.DOWN).lasting(Duration.ofMillis(500)));
        assertThatThrownBy(this::insert).hasCauseInstanceOf(ConnectException.class);

        await().ignoreExceptions().untilAsserted(() -> assertThat(insert().status()).isEqualTo(200));
    }

    @Test
    void a_limited_fault_is_over_after_its_calls() throws Exception {
        set(Fault.of(FaultMode.SERVER_ERROR).times(3));
        var answers = Client.together(20, this::find);

        assertThat(answers).filteredOn(answer -> answer.status() == 500).hasSize(3);
    }

    @Test
    void a_fault_for_a_time_is_over_after_it() {
        set(Fault.of(FaultMode.SERVER_ERROR).lasting(Duration.ofMillis(300)));

        assertThat(find().status()).isEqualTo(500);
        await().untilAsserted(() -> assertThat(find().status()).isEqualTo(200));
    }

    @Test
    void a_fault_by_chance_hits_the_same_calls_again_with_the_same_seed() {
        var first = hits();
        var second = hits();

        assertThat(first).isEqualTo(second).isBetween(5, 35);
    }

    private int hits() {
        set(Fault.of(FaultMode.SERVER_ERROR).probability(0.5, 7));
        var hits = 0;
        for (var call = 0; call < 40; call++) {
            hits += find().status() == 500 ? 1 : 0;
        }
        return hits;
    }

    @Test
    void a_fault_leaves_the_login_alone_unless_it_names_it() {
        set(Fault.of(FaultMode.SERVER_ERROR));
        assertThat(portal.login("sandbox-portal").status()).isEqualTo(200);

        set(Fault.of(FaultMode.SERVER_ERROR).onlyFor("login"));
        assertThat(portal.login("sandbox-portal").status()).isEqualTo(500);
        assertThat(find().status()).isEqualTo(200);

        set(Fault.of(FaultMode.SERVER_ERROR).onlyFor("*"));
        assertThat(portal.login("sandbox-portal").status()).isEqualTo(500);
        assertThat(find().status()).isEqualTo(500);
    }

    @Test
    void the_mix_does_a_little_of_everything() throws Exception {
        set(Fault.of(FaultMode.MIX).timesTheUsual(15).delayed(Duration.ofMillis(50)));
        var kinds = new TreeMap<String, Integer>();
        for (var kind : Client.together(300, this::kind)) {
            kinds.merge(kind, 1, Integer::sum);
        }

        assertThat(kinds).containsKeys("200 application/json;charset=utf-8", "500 application/json;charset=utf-8",
                "503 text/plain;charset=utf-8", "broken");
    }

    private String kind() {
        try {
            var answer = find();
            return answer.status() + " " + answer.type();
        } catch (UncheckedIOException broken) {
            return "broken";
        }
    }

    @Test
    void work_done_under_faults_is_counted_exactly() throws InterruptedException, ExecutionException {
        set(Fault.of(FaultMode.RESET_AFTER).probability(0.5, 3));
        Client.together(100, () -> {
            try {
                return insert().status();
            } catch (UncheckedIOException broken) {
                return 0;
            }
        });

        var held = sandbox.portal().dossier(NUMBER).orElseThrow();
        assertThat(held.inserts()).isOne();
        assertThat(held.refused()).isEqualTo(99);
        assertThat(sandbox.on("portal").served("DongBoHoSoMC")).isEqualTo(100);
    }

    private void set(Fault fault) {
        sandbox.on("portal").set(fault);
    }

    private Reply insert() {
        return portal.push(session, "False", portal.dossier(NUMBER));
    }

    private Reply find() {
        return portal.ask(session, "TraCuuHoSo", Map.of("mahoso", NUMBER));
    }

    private Reply post(String system, String path) {
        return client.post(sandbox.on(system).url() + path, Map.of());
    }

    private int inserts() {
        return sandbox.portal().dossier(NUMBER).map(held -> held.inserts()).orElse(0);
    }
}
