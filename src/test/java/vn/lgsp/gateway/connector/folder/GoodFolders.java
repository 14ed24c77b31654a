package vn.lgsp.gateway.connector.folder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Loaded;

/**
 * A copy of the {@link Fixtures#GOOD} folders, without a fault until a test makes one.
 *
 * @param at where they lie
 */
record GoodFolders(Path at) {

    static GoodFolders copied(Path to) throws IOException {
        return new GoodFolders(to).copyAgain();
    }

    /** Takes back what was exchanged. */
    GoodFolders copyAgain() throws IOException {
        try (var files = Files.walk(Fixtures.GOOD)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var to = at.resolve(Fixtures.GOOD.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return this;
    }

    Loaded load() {
        return new ConnectorLoader(Fixtures.settings(at), Fixtures.ENVIRONMENT::get).load();
    }

    static Connector alpha(Loaded loaded) {
        return requireNonNull(loaded.catalogue().connectors().get("alpha"));
    }

    /** Exchanges a text in a file and gives what the loader says, one line a fault, from {@code alpha/} on. */
    String faultsAfter(String file, String text, String other) throws IOException {
        var path = at.resolve(file);
        var content = Files.exists(path) ? Files.readString(path) : text;
        assertThat(content).contains(text);
        Files.writeString(path, content.replace(text, other));
        return load().faults().values().stream().flatMap(List::stream)
                .map(fault -> fault.toString().replace(at + "/", "")).collect(Collectors.joining("\n"));
    }

    String declarationFaultsAfter(String text, String other) throws IOException {
        return faultsAfter("config/alpha/connector.yaml", text, other);
    }

    /** The same with nothing else exchanged. */
    String anew(String text, String other) throws IOException {
        return copyAgain().declarationFaultsAfter(text, other);
    }
}
