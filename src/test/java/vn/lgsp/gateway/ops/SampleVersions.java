package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.ledger.ConnectorChange.How;
import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.ConnectorVersions.Wish;
import vn.lgsp.gateway.swap.Swapped;

/** The post has two versions; one whose declaration says "bad" has a fault. */
final class SampleVersions implements Versions {
    static final String OLD = "0a1b2c3d4e5f";

    private final ConnectorVersions kept;

    SampleVersions(ConnectorVersions kept) {
        this.kept = kept;
        forget();
    }

    /** As at the beginning. */
    void forget() {
        serve(OLD, How.START, null);
        serve("v-postal", How.FOLDER, null);
    }

    private boolean serve(String version, How how, @Nullable String by) {
        return kept.serve(new Wish("postal", version, new byte[0], how, by, by == null ? null : "thử lại bản cũ"));
    }

    @Override
    public Swapped check(Bundle bundle) {
        var bad = new String(bundle.files().get("connector.yaml"), java.nio.charset.StandardCharsets.UTF_8).contains(
                "bad");
        return new Swapped(bundle.name(), bundle.version(), "v-postal", false, List.of("postal.new"), List.of(), List
                .of("postal.track"),
                bad
                        ? Map.of(bundle.name(), List.of(new DeclarationFault(new Place("connector.yaml", 1, 1),
                                new Text("`bad` là trường không được định nghĩa", "unknown key `bad`"))))
                        : Map.of());
    }

    @Override
    public Swapped apply(Bundle bundle, String by, String reason) {
        return check(bundle);
    }

    @Override
    public Optional<Swapped> rollback(String name, String version, String by, String reason) {
        return kept.known(name, version)
                ? Optional.of(new Swapped(name, version, null, serve(version, How.ROLLBACK, by), List.of(), List
                        .of(), List.of(), Map.of()))
                : Optional.empty();
    }

    @Override
    public Swapped remove(String name, String by, String reason) {
        return new Swapped(name, null, null, kept.serve(new Wish(name, null, null, How.REMOVE, by, reason)), List.of(),
                List.of(), List.of(), Map.of());
    }
}
