package vn.lgsp.gateway.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.crash.Books.Row;

/** Books that are written by hand, as right or wrong as a test of the checks wants them. */
final class WrittenBooks {
    static final String DOSSIER = "H47.12-231005-0012";

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, UUID> keys = new HashMap<>();
    private final List<String> waiting = new ArrayList<>();

    /** A transaction of a caller that waits. */
    UUID now(String service, String state) {
        return row(service, DOSSIER, state, "NOW", null, "caller");
    }

    /** A transaction of a caller that does not wait. */
    UUID later(String service, String state) {
        return later(service, DOSSIER, state);
    }

    UUID later(String service, String dossier, String state) {
        return row(service, dossier, state, "LATER", null, "caller");
    }

    UUID callback(UUID parent, String state) {
        return row("one-stop.notify", DOSSIER, state, "LATER", parent, "callback");
    }

    private UUID row(String service, String dossier, String state, String mode, @Nullable UUID parent, String origin) {
        var id = UUID.randomUUID();
        rows.add(new Row(id, service, "one-stop", dossier, state, mode, parent, origin, null, 1));
        return id;
    }

    /** Who holds an idempotency key. */
    WrittenBooks held(String key, UUID by) {
        keys.put(key, by);
        return this;
    }

    WrittenBooks inTheQueue(String work) {
        waiting.add(work);
        return this;
    }

    Books read() {
        return new Books(List.copyOf(rows), Map.copyOf(keys), List.copyOf(waiting), List.of());
    }
}
