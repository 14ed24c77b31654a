package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.caller.CallersFile;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.folder.ConnectorLoader;
import vn.lgsp.gateway.connector.folder.ConnectorSettings;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.ledger.Sealing;

/** What each piece of a request costs, with nothing around it and on one thread, and its share of the request's CPU. */
@Part(value = "the pieces of a request", seconds = 110)
class PiecesBench {
    private static final String NUMBER = "H47.12-260302-0012";
    private static final byte[] DONE = Json.write(Map.of("error_code", 0, "message", "Thành công", "result", List.of(Map
            .of("MAHOSO", NUMBER))));

    private final List<List<String>> rows = new ArrayList<>();
    private @Nullable Object sink = "";

    @Test
    void what_the_pieces_of_the_way_cost() throws IOException {
        pieces("gateway-read", service("dvcqg.find-dossier"), Map.of("maHoSo", NUMBER));
        pieces("gateway-later", service("dvcqg.sync-dossier"), Samples.dossier(NUMBER));
        Report.section("41 The pieces of a request", List.of("what", "µs", "bytes allocated",
                "share of the request's CPU"), rows,
                "On one thread of this JVM. Shares are of the CPU that the whole "
                        + "request took in this run's cost table, all processes together; without that table there are "
                        + "none. What is not listed is HTTP, Camel's route, waiting and waking, and the gateway's side of "
                        + "the ledger. A read has no body to be read and is asked by its path.");
    }

    private void pieces(String of, Service service, Map<String, ?> request) throws IOException {
        var bytes = Json.write(request);
        var document = Json.read(bytes);
        var bindings = bindings(service, document);
        var callers = new Callers(new CallersFile(Yaml.read("callers.yaml", Files.readString(Path.of(
                "config/callers.yaml")), new Faults())).callers(new Faults()));
        piece(of, "authenticate: API key", () -> callers.byKey(GatewayStage.ONE_STOP));
        piece(of, "read JSON, %,d bytes".formatted(bytes.length), () -> Json.read(bytes));
        service.entry().request().ifPresent(schema -> piece(of, "**validate**: schema", () -> schema.check(document)));
        if (!service.entry().checks().isEmpty()) {
            piece(of, "**validate**: %d rules".formatted(service.entry().checks().size()),
                    () -> service.entry().checks()
                            .stream().filter(check -> check.rule().holds(document, bindings)).count());
        }
        service.call().request().ifPresent(mapping -> out(of, mapping.evaluate(document, bindings), () -> mapping
                .evaluate(document, bindings)));
        back(of, service, document, bindings);
        var seal = Sealing.sealing();
        piece(of, "seal the request (AES-GCM)", () -> seal.apply(bytes));
        var cost = ThroughputTable.COSTS.get(of);
        if (cost != null) {
            rows.add(List.of(of + ", record: PostgreSQL", "%.1f".formatted(cost.database() * 1000), "–", share(cost
                    .database() * 1000, of)));
            rows.add(List.of(of + ", **all of the request**", "%.1f".formatted(cost.cpu() * 1000), "–", "100 %"));
        }
    }

    private void out(String of, @Nullable Object mapped, Supplier<@Nullable Object> mapping) {
        piece(of, "**map** the request", mapping);
        piece(of, "write JSON", () -> Json.write(mapped));
    }

    private void back(String of, Service service, @Nullable Object document, Map<String, @Nullable Object> bindings) {
        var answer = ProviderAnswer.of(200, Json.read(DONE));
        var all = new HashMap<>(bindings);
        all.putAll(Verdict.bindings(service, answer, document));
        piece(of, "read the answer's JSON", () -> Json.read(DONE));
        piece(of, "judge the answer", () -> Verdict.first(service, answer, all));
        service.call().response()
                .ifPresent(mapping -> piece(of, "**map** the answer back", () -> mapping.evaluate(answer
                        .body(), all)));
    }

    private static Map<String, @Nullable Object> bindings(Service service, @Nullable Object document) {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.putAll(
                Map.of("settings", service.settings(), "transaction", Map.of("receivedAt", "2026-03-02T01:15:02Z",
                        "short", "abc"), "auth", Map.of("session", "S"), "again", false, "part", 0));
        bindings.put("request", document);
        return bindings;
    }

    private static Service service(String id) {
        var settings = new ConnectorSettings(Path.of("config/connectors"), Path.of("contracts"), Path.of(
                "config/connector.schema.json"));
        return new ConnectorLoader(settings, PiecesBench::value).load().catalogue().service(id).orElseThrow();
    }

    /** What has no default; limits and times have theirs. */
    private static @Nullable String value(String name) {
        return name.endsWith("_URL")
                ? "http://127.0.0.1:1"
                : name.matches(".*_(USER|PASSWORD|CLIENT|SECRET|PARTNER|KEY|CODE)") ? "bench" : null;
    }

    private void piece(String of, String what, Supplier<@Nullable Object> piece) {
        run(piece, Plan.WARM_UP.dividedBy(10));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var results = new ArrayList<double[]>();
        for (int i = 0; i < Plan.RUNS; i++) {
            var allocated = threads.getCurrentThreadAllocatedBytes();
            var began = System.nanoTime();
            var times = run(piece, Plan.TIME.dividedBy(10));
            results.add(new double[]{ (System.nanoTime() - began) / 1e3 / times,
                    (threads.getCurrentThreadAllocatedBytes() - allocated) / (double) times });
        }
        var micros = Case.median(results, result -> result[0]);
        Report.say(of + ", " + what, "%.2f µs".formatted(micros));
        rows.add(List.of(of + ", " + what, "%.1f".formatted(micros), ThroughputTable.number(Case.median(results,
                result -> result[1])), share(micros, of)));
    }

    private static String share(double micros, String of) {
        var cost = ThroughputTable.COSTS.get(of);
        return cost == null ? "–" : "%.1f %%".formatted(micros / cost.cpu() / 10);
    }

    private long run(Supplier<@Nullable Object> piece, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        long times = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100; i++) {
                sink = piece.get();
            }
            times += 100;
        }
        return times;
    }
}
