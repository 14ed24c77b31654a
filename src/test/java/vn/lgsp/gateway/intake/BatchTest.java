package vn.lgsp.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Many requests in one call: each is its own, and one that is refused hurts nobody. */
class BatchTest {
    private final GatewayStage stage = Stages.shared();
    /** Without a quota. */
    private final OneStopClient other = new OneStopClient(stage.url(), "test-other-key");

    private static Map<String, Object> cancel(String dossier, @Nullable String key) {
        var item = new HashMap<String, Object>();
        item.put("service", "postal.cancel-order");
        item.put("body", Map.of("maHoSo", dossier, "soDon", dossier + "-TKQ"));
        if (key != null) {
            item.put("idempotencyKey", key);
        }
        return item;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private Reply send(List<Map<String, Object>> items) {
        return other.post("/api/batch", Map.of("items", items));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(207);
        return (List<Map<String, Object>>) reply.json().get("items");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> answer(Map<String, Object> item) {
        return (Map<String, Object>) item.get("answer");
    }

    private long transactions(String prefix) {
        return stage.sql().sql("select count(*) from transaction where business_key like ?").param(prefix + "%").query(
                Long.class).single();
    }

    @Test
    void a_thousand_items_become_a_thousand_transactions_with_a_receipt_each() {
        var prefix = "H47.99-260302-8" + Math.abs(System.nanoTime() % 1000);
        var sent = IntStream.range(0, 1000).mapToObj(i -> cancel(prefix + "%03d".formatted(i), key())).toList();

        var reply = send(sent);

        assertThat(items(reply)).hasSize(1000).allSatisfy(item -> assertThat(item).containsEntry("status", 202));
        assertThat(reply.json()).containsEntry("accepted", 1000).containsEntry("refused", 0);
        assertThat(items(reply)).extracting(item -> item.get("transactionId")).doesNotHaveDuplicates();
        assertThat(items(reply)).extracting(item -> item.get("index")).isEqualTo(IntStream.range(0, 1000).boxed()
                .toList());
        assertThat(transactions(prefix)).isEqualTo(1000);
        assertThat(other.get(answer(items(reply).getLast()).get("statusUrl").toString()).text("businessKey")).isEqualTo(
                prefix + "999");
        Stages.calm(stage);
    }

    @Test
    void a_refused_item_does_not_hurt_its_neighbours() {
        var dossier = GatewayStage.dossierNumber();
        var noBody = new HashMap<>(cancel(dossier, key()));
        noBody.remove("body");
        var misspelt = new HashMap<>(cancel(dossier, key()));
        misspelt.put("idempotencykey", "x");
        var notAllowed = new HashMap<>(cancel(dossier, key()));
        notAllowed.put("service", "one-stop.notify");
        var read = new HashMap<>(cancel(dossier, key()));
        read.put("service", "dvcqg.find-dossier");
        var invalid = new HashMap<>(cancel(dossier, key()));
        invalid.put("body", Map.of("maHoSo", dossier));
        var items = new ArrayList<Map<String, Object>>(List.of(cancel(dossier, key()), noBody, misspelt, notAllowed,
                read, invalid, cancel(dossier, null), cancel(dossier, key())));

        var reply = send(items);

        assertThat(items(reply)).extracting(item -> item.get("status")).containsExactly(202, 422, 422, 422, 422, 422,
                400, 202);
        assertThat(items(reply)).extracting(item -> answer(item).get("code")).containsExactly(null, "invalid-request",
                "invalid-request", "not-in-a-batch", "not-in-a-batch", "invalid-request", "idempotency-key-missing",
                null);
        assertThat(answer(items(reply).get(2)).get("errors").toString()).contains("/idempotencykey");
        assertThat(answer(items(reply).get(5)).get("errors").toString()).contains("/soDon");
        assertThat(reply.json()).containsEntry("accepted", 2).containsEntry("refused", 6);
    }

    /** Seen: all were answered with one 500, those that had been recorded too. */
    @Test
    void an_item_that_fails_by_an_error_of_the_machine_does_not_hurt_its_neighbours() {
        var invalid = new HashMap<>(cancel(GatewayStage.dossierNumber(), key()));
        invalid.put("body", Map.of("maHoSo", GatewayStage.dossierNumber()));
        try (var _ = MissingClass.toLog("request.refused .* service=postal.cancel-order code=invalid-request")) {

            var reply = send(List.of(invalid, cancel(GatewayStage.dossierNumber(), key())));

            assertThat(items(reply)).extracting(item -> item.get("status")).containsExactly(500, 202);
            assertThat(answer(items(reply).getFirst())).containsEntry("code", "gateway-fault");
        }
    }

    @Test
    void a_service_that_was_not_given_is_refused_for_that_item_alone() {
        var narrow = new OneStopClient(stage.url(), "test-narrow-key");

        var reply = narrow.post("/api/batch", Map.of("items", List.of(cancel(GatewayStage.dossierNumber(), key()))));

        assertThat(items(reply).getFirst()).containsEntry("status", 403);
    }

    @Test
    void a_batch_sent_again_gets_its_first_answers_and_has_no_second_effect() {
        var dossier = GatewayStage.dossierNumber();
        var sent = List.of(cancel(dossier, key()), cancel(dossier, key()));

        var first = items(send(sent));
        var second = items(send(sent));

        assertThat(second).extracting(item -> item.get("transactionId")).isEqualTo(first.stream().map(item -> item.get(
                "transactionId")).toList());
        assertThat(second).allSatisfy(item -> assertThat(item).containsEntry("replayed", true));
        assertThat(transactions(dossier)).isEqualTo(2);
    }

    @Test
    void a_key_is_the_same_in_a_batch_and_alone_and_twice_in_a_batch() {
        var dossier = GatewayStage.dossierNumber();
        var key = key();
        var changed = new HashMap<>(cancel(dossier, key));
        changed.put("body", Map.of("maHoSo", dossier, "soDon", dossier + "-ANOTHER"));

        var batch = items(send(List.of(cancel(dossier, key), cancel(dossier, key), changed)));
        var alone = other.post("/api/postal/v1/orders/cancel", cancel(dossier, key).get("body"), "Idempotency-Key",
                key);

        assertThat(batch).extracting(item -> item.get("status")).containsExactly(202, 202, 422);
        assertThat(batch.get(1).get("transactionId")).isEqualTo(batch.get(0).get("transactionId"));
        assertThat(answer(batch.get(2))).containsEntry("code", "idempotency-key-reused");
        assertThat(alone.text("transactionId")).isEqualTo(batch.getFirst().get("transactionId"));
    }

    @Test
    void items_of_one_dossier_are_recorded_in_the_order_in_which_they_stand() {
        var dossier = GatewayStage.dossierNumber();
        var items = IntStream.range(0, 40).mapToObj(i -> {
            var item = new HashMap<>(cancel(i % 2 == 0 ? dossier : GatewayStage.dossierNumber(), key()));
            item.put("body", Map.of("maHoSo", ((Map<?, ?>) item.get("body")).get("maHoSo"), "soDon", "TKQ-" + i));
            return (Map<String, Object>) item;
        }).toList();
        stage.sandbox().on("post").set(Fault.of(FaultMode.UNAVAILABLE));

        var answers = items(send(items));

        var turns = answers.stream().filter(item -> (int) item.get("index") % 2 == 0).map(item -> stage.sql().sql(
                "select turn from delivery where id = ?").param(UUID.fromString(item.get("transactionId").toString()))
                .query(Long.class).single()).toList();
        assertThat(turns).hasSize(20).isSorted();
        Stages.calm(stage);
    }

    @Test
    void an_item_reaches_the_ledger_byte_for_byte() {
        var dossier = GatewayStage.dossierNumber();
        var body = "{ \"soDon\" :\t\"\\u0054KQ\", \"maHoSo\":\"" + dossier + "\" }";
        var batch = "{\"items\":[ {\"body\":" + body + " ,\"service\":\"postal.cancel-order\",\"idempotencyKey\":\""
                + key()
                + "\"}]}";

        var reply = other.send("POST", "/api/batch", batch.getBytes(UTF_8));

        var id = UUID.fromString(items(reply).getFirst().get("transactionId").toString());
        assertThat(stage.bean(Ledger.class).payload(id, "request")).hasValueSatisfying(
                bytes -> assertThat(bytes).isEqualTo(body.getBytes(UTF_8)));
    }

    @Test
    void what_is_no_batch_is_refused_as_a_whole() {
        for (var body : List.of("", "{\"items\":[{]}", "{\"items\":[{}]} {}")) {
            assertThat(other.send("POST", "/api/batch", body.getBytes(UTF_8)).status()).as(body).isEqualTo(400);
        }
        for (var body : List.of("[]", "{}", "{\"items\":[]}", "{\"items\":{}}", "{\"items\":[{}],\"item\":1}")) {
            assertThat(other.send("POST", "/api/batch", body.getBytes(UTF_8)).status()).as(body).isEqualTo(422);
        }
        var tooMany = "{\"items\":[" + "{},".repeat(1000) + "{}]}";
        assertThat(other.send("POST", "/api/batch", tooMany.getBytes(UTF_8)).toString()).contains("422", "1000");
    }

    @Test
    void an_item_is_told_all_that_is_wrong_with_it_at_once() {
        var reply = send(List.of(Map.of("service", "postal.cancel", "idempotencykey", key())));

        assertThat(answer(items(reply).getFirst()).get("errors").toString()).contains("/service", "/idempotencykey",
                "/body");
    }

    @Test
    void an_item_whose_key_cannot_be_kept_is_refused_and_keeps_nobody_waiting() {
        var dossier = GatewayStage.dossierNumber();

        var reply = send(List.of(cancel(dossier, "a\u0000b"), cancel(dossier, "a\ud800b"), cancel(dossier, key())));

        assertThat(items(reply)).extracting(item -> item.get("status")).containsExactly(422, 422, 202);
        assertThat(answer(items(reply).getFirst()).get("errors").toString()).contains("/idempotencyKey");
    }

    @Test
    void an_item_that_cannot_be_read_is_that_items_fault() {
        var bodies = List.of("{\"a\":1,\"a\":2}", "[".repeat(120) + "]".repeat(120), "{\"a\":\"\\u0000\"}", "5");
        var batch = "{\"items\":["
                + String.join(",", bodies.stream().map(body -> "{\"service\":\"postal.cancel-order\","
                        + "\"idempotencyKey\":\"" + key() + "\",\"body\":" + body + "}").toList())
                + "]}";

        var reply = other.send("POST", "/api/batch", batch.getBytes(UTF_8));

        assertThat(items(reply)).extracting(item -> item.get("status")).containsExactly(400, 400, 400, 422);
    }

    @Test
    void a_batch_costs_as_many_requests_as_it_has_items() {
        var small = new OneStopClient(stage.url(), "test-small-key");
        var items = List.of(cancel(GatewayStage.dossierNumber(), key()), cancel(GatewayStage.dossierNumber(), key()),
                cancel(GatewayStage.dossierNumber(), key()), cancel(GatewayStage.dossierNumber(), key()), cancel(
                        GatewayStage.dossierNumber(), key()),
                cancel(GatewayStage.dossierNumber(), key()));

        assertThat(small.post("/api/batch", Map.of("items", items)).status()).isEqualTo(207);
        var next = small.post("/api/batch", Map.of("items", items));

        assertThat(next.status()).isEqualTo(429);
        assertThat(Integer.parseInt(next.header("Retry-After"))).isBetween(1, 3);
    }
}
