package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.wire.Json;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostTest {
    private static final String NUMBER = "H47.12-231005-0012-TKQ";

    private final TestClock clock = new TestClock();
    private final Client client = new Client();
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.standard().at(clock));
    private final String url = sandbox.on("post").url().toString();
    private String token = "";

    @BeforeEach
    void forget() {
        sandbox.reset();
        token = token("sandbox-postal").text("access_token");
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void the_right_secret_opens_a_token_and_a_wrong_one_none() {
        var right = token("sandbox-postal");
        var wrong = token("wrong");

        assertThat(right.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(right.text("token_type")).isEqualTo("Bearer");
        assertThat(wrong.status()).isEqualTo(401);
    }

    @Test
    void a_token_ends_when_it_said_it_would() {
        sandbox.post().tokensLast(Duration.ofSeconds(30));
        token = token("sandbox-postal").text("access_token");
        var before = create(NUMBER);
        clock.pass(Duration.ofSeconds(30));
        var after = create(NUMBER);

        assertThat(before.status()).isEqualTo(200);
        assertThat(after.status()).isEqualTo(401);
        assertThat(sandbox.post().order(NUMBER).orElseThrow().repeats()).isZero();
    }

    @Test
    void an_order_is_opened_once_and_a_repeat_told_apart() throws Exception {
        var answers = Client.together(30, () -> create(NUMBER));

        assertThat(answers).filteredOn(answer -> answer.text("Status").equals("100")).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.text("Status").equals("101")).hasSize(29);
        assertThat(sandbox.post().order(NUMBER).orElseThrow().created()).isOne();
        assertThat(sandbox.post().order(NUMBER).orElseThrow().repeats()).isEqualTo(29);
        assertThat(sandbox.post().orders()).hasSize(1);
    }

    @Test
    void an_order_without_its_fields_is_refused() {
        var missing = client.post(url + "/order/post", Map.of("OrderNumber", NUMBER), bearer());
        var text = order(NUMBER);
        text.put("SenderProvince", "56");
        var mistyped = client.post(url + "/order/post", text, bearer());

        assertThat(missing.text("Status")).isEqualTo("400");
        assertThat(mistyped.text("Message")).contains("SenderProvince");
        assertThat(sandbox.post().orders()).isEmpty();
    }

    @Test
    void an_order_can_be_cancelled_before_it_is_picked_up() {
        create(NUMBER);
        var first = cancel(NUMBER);
        var repeat = cancel(NUMBER);

        assertThat(first.text("Status")).isEqualTo("100");
        assertThat(repeat.text("Status")).isEqualTo("100");
        assertThat(sandbox.post().order(NUMBER).orElseThrow().cancels()).isOne();
        assertThat(sandbox.post().order(NUMBER).orElseThrow().events()).containsExactly("10", "90");
    }

    @Test
    void an_order_cannot_be_cancelled_after_it_was_picked_up() {
        create(NUMBER);
        sandbox.post().advance(NUMBER);

        assertThat(cancel(NUMBER).text("Status")).isEqualTo("111");
        assertThat(cancel("unknown").text("Status")).isEqualTo("110");
    }

    @Test
    void events_happen_as_time_passes() {
        create(NUMBER);
        clock.pass(Duration.ofSeconds(6));
        var halfway = codes(page("", 100));
        clock.pass(Duration.ofMinutes(1));
        var end = codes(page("", 100));

        assertThat(halfway).containsExactly("10", "20", "30");
        assertThat(end).containsExactly("10", "20", "30", "40", "50");
    }

    @Test
    void the_next_event_can_be_made_to_happen_now() {
        create(NUMBER);

        assertThat(sandbox.post().advance(NUMBER)).isTrue();
        assertThat(codes(page("", 100))).containsExactly("10", "20");
        assertThat(sandbox.post().advance("unknown")).isFalse();
    }

    @Test
    void the_feed_is_read_page_by_page_without_loss_or_repeat() {
        for (var order = 0; order < 7; order++) {
            create(NUMBER + order);
            clock.pass(Duration.ofSeconds(1));
        }
        clock.pass(Duration.ofMinutes(5));
        var ids = new ArrayList<String>();
        for (var page = page("", 4); !docs(page).isEmpty(); page = page(ids.getLast(), 4)) {
            docs(page).forEach(doc -> ids.add(doc.at("/_id/$oid").asString()));
        }

        assertThat(ids).hasSize(35).doesNotHaveDuplicates().isSorted();
        assertThat(page("", 4).json().path("_size").asInt()).isEqualTo(35);
        assertThat(page("", 4).json().path("_returned").asInt()).isEqualTo(4);
        assertThat(page("", 4).json().path("_total_pages").asInt()).isEqualTo(9);
    }

    @Test
    void events_already_given_can_be_given_again() {
        create(NUMBER);
        clock.pass(Duration.ofMinutes(1));
        var all = docs(page("", 100));
        sandbox.post().giveAgain(2);
        var again = docs(page(all.getLast().at("/_id/$oid").asString(), 100));

        assertThat(again).containsExactlyElementsOf(all.subList(3, 5));
    }

    private Reply token(String secret) {
        var pair = Base64.getEncoder().encodeToString(("QNA-HCC:" + secret).getBytes(StandardCharsets.UTF_8));
        return client.text("POST", url + "/token", "grant_type=client_credentials", "Authorization", "Basic " + pair,
                "Content-Type", "application/x-www-form-urlencoded");
    }

    private String[] bearer() {
        return new String[]{ "Authorization", "Bearer " + token };
    }

    private Reply create(String number) {
        return client.post(url + "/order/post", order(number), bearer());
    }

    private Reply cancel(String number) {
        return client.get(url + "/order/cancel?CustomerCode=QNA-HCC-01&OrderNumber=" + number, bearer());
    }

    private Reply page(String lastId, int size) {
        return client.get(url + "/order/tracking?pagesize=" + size + "&lastId=" + lastId, bearer());
    }

    private static List<JsonNode> docs(Reply page) {
        return page.json().at("/_embedded/rh:doc").valueStream().toList();
    }

    private static List<String> codes(Reply page) {
        return docs(page).stream().map(doc -> Json.text(doc, "StatusCode")).toList();
    }

    private static Map<String, Object> order(String number) {
        return Json.object("CustomerCode", "QNA-HCC-01", "OrderNumber", number, "ItemCode", "", "CODAmount", 0,
                "SenderProvince", 56, "SenderAddress", "159 Trần Quý Cáp, Tam Kỳ", "SenderName",
                "Trung tâm Phục vụ HCC", "SenderTel", "0900000000", "SenderDesc", "01 giấy phép", "ReceiverName",
                "Nguyễn Thị Thử", "ReceiverAddress", "12 Hùng Vương", "ReceiverTel", "0900000001", "ReceiverProvince",
                56, "ReceiverEmail", "");
    }
}
