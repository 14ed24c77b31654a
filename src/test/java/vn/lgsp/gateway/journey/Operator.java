package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.State;

/** An operator of a gateway, by the API that the console uses. */
public final class Operator {
    public static final String PASSWORD = "stage-password";
    private static final String LOGIN = "Basic " + Base64.getEncoder().encodeToString(("operator:" + PASSWORD)
            .getBytes(StandardCharsets.UTF_8));

    private final OneStopClient client;

    public Operator(GatewayStage stage) {
        this(stage.opsUrl());
    }

    /** @param ops where a gateway with the stages' password serves its operators */
    public Operator(URI ops) {
        this.client = new OneStopClient(ops, "none");
    }

    public Reply get(String path) {
        return client.get(path, "Authorization", LOGIN);
    }

    public Reply post(String path, Object body, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", LOGIN));
        return client.post(path, body, all.toArray(String[]::new));
    }

    /** Sends a zip. */
    public Reply zip(String path, byte[] zip, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", LOGIN, "Content-Type", "application/zip"));
        return client.send("POST", path, zip, all.toArray(String[]::new));
    }

    /** Sends one again, whatever it may do at the provider; the new transaction. */
    public UUID replay(UUID id) {
        var reply = post("/ops/transactions/" + id + "/replay", Map.of("reason", "a test wants it", "confirm", true));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        return UUID.fromString(reply.text("transactionId"));
    }

    /** Everything of a service in a state: what a bulk replay is asked for. */
    public static Map<String, Object> wish(String service, State state, Object... more) {
        var wish = new LinkedHashMap<String, Object>();
        wish.put("filter", Map.of("service", service, "state", List.of(state.name())));
        wish.put("reason", "the provider is back");
        for (int i = 0; i < more.length; i += 2) {
            wish.put(String.valueOf(more[i]), more[i + 1]);
        }
        return wish;
    }

    /** Waits until a replay is in this state. */
    public Reply replayIs(String id, String state) {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .until(() -> get("/ops/replays/"
                        + id), reply -> reply.text("state").equals(state));
    }

    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> items(String replay) {
        return (List<Map<String, Object>>) Objects.requireNonNull(get("/ops/replays/" + replay + "/items?limit=200")
                .get("items"));
    }

    /** A service's transactions of the last day, 200 at most. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> all(String service) {
        return (List<Map<String, Object>>) Objects.requireNonNull(get("/ops/transactions?limit=200&service=" + service)
                .get("transactions"));
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> destination(String name) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(get("/ops/destinations").get("destinations")))
                .stream().filter(row -> name.equals(row.get("name"))).findFirst().orElseThrow();
    }

    public Reply hold(String destination, String reason) {
        return post("/ops/destinations/" + destination + "/hold", Map.of("reason", reason));
    }

    public Reply resume(String destination) {
        return post("/ops/destinations/" + destination + "/resume", Map.of("reason", "it may go on"));
    }

    public Reply decide(UUID id, String outcome) {
        return post("/ops/transactions/" + id + "/decision",
                Map.of("outcome", outcome, "reason", "asked by telephone"));
    }

    public Reply cancel(UUID id) {
        return post("/ops/transactions/" + id + "/cancel", Map.of("reason", "no longer wanted"));
    }
}
