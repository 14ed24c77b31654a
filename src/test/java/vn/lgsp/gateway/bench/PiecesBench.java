package vn.lgsp.gateway.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.folder.ConnectorLoader;
import vn.lgsp.gateway.connector.folder.ConnectorSettings;
import vn.lgsp.gateway.journey.Samples;

/** What reading, checking, mapping and writing one dossier cost: one thread, nothing around it. */
@Tag("bench")
class PiecesBench {
    private static final Map<String, Object> BINDINGS = Map.of("settings", Map.of("madonvi", "000.00.00.H47"),
            "transaction", Map.of("receivedAt", "2026-03-02T01:15:02Z", "short", "abc"), "auth", Map.of("session", "S"),
            "again", false, "part", 0);

    private final List<List<String>> rows = new ArrayList<>();
    private Object sink = "";

    @Test
    void what_the_pieces_of_the_way_cost() {
        var service = service();
        var bytes = Json.write(Samples.dossier("H47.12-260302-0012"));
        var document = Json.read(bytes);
        var schema = service.entry().request().orElseThrow();
        var mapping = service.call().request().orElseThrow();
        var mapped = mapping.evaluate(document, BINDINGS);
        measure("read JSON (%,d bytes)".formatted(bytes.length), () -> Json.read(bytes));
        measure("check by schema", () -> schema.check(document));
        measure("map by JSONata", () -> mapping.evaluate(document, BINDINGS));
        measure("write JSON", () -> Json.write(mapped));
        measure("all four", () -> {
            var read = Json.read(bytes);
            sink = schema.check(read);
            return Json.write(mapping.evaluate(read, BINDINGS));
        });
        Report.section("9 The pieces", List.of("what", "µs", "bytes allocated"), rows,
                "`dvcqg.sync-dossier`, on one thread of this JVM.");
    }

    private static Service service() {
        var values = new HashMap<String, String>();
        for (var name : List.of("DVCQG", "PAYMENT", "POSTAL", "ONE_STOP", "NGSP")) {
            values.put(name + "_URL", "http://127.0.0.1:1");
            values.put(name + "_SECRET", "bench");
        }
        values.putAll(
                Map.of("DVCQG_USER", "bench", "DVCQG_PASSWORD", "bench", "PAYMENT_PARTNER", "QNAM", "POSTAL_CLIENT",
                        "bench", "NGSP_CLIENT", "bench"));
        var settings = new ConnectorSettings(Path.of("config/connectors"), Path.of("contracts"),
                Path.of("config/connector.schema.json"));
        return new ConnectorLoader(settings, values::get).load().catalogue().services().get("dvcqg.sync-dossier");
    }

    private void measure(String what, Supplier<Object> piece) {
        run(piece, Plan.WARM_UP.dividedBy(5));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var results = new ArrayList<double[]>();
        for (int i = 0; i < Plan.RUNS; i++) {
            var allocated = threads.getCurrentThreadAllocatedBytes();
            var began = System.nanoTime();
            var times = run(piece, Plan.TIME.dividedBy(5));
            results.add(new double[]{ (System.nanoTime() - began) / 1e3 / times,
                    (threads.getCurrentThreadAllocatedBytes() - allocated) / (double) times });
        }
        var micros = Case.median(results, result -> result[0]);
        Report.say(what, "%.1f µs".formatted(micros));
        rows.add(List.of(what, "%.1f".formatted(micros), ThroughputTable.number(Case.median(results,
                result -> result[1]))));
    }

    private long run(Supplier<Object> piece, Duration time) {
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
