package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Suggestion;

/** The tests a set of connector folders is made of: one container a folder, one test a case. */
final class ConnectorProof {
    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");

    private final ConnectorSettings settings;
    private final Loaded loaded;

    ConnectorProof(ConnectorSettings settings) {
        this.settings = settings;
        var values = values();
        this.loaded = new ConnectorLoader(settings, values::get).load();
    }

    /** A stand-in for every placeholder that has no default. */
    private Map<String, @Nullable String> values() {
        var values = new java.util.HashMap<String, @Nullable String>();
        var templates = CaseFile.files(settings.schema().resolveSibling("templates"), ".yaml").stream();
        Stream.concat(templates, folders().stream().map(folder -> folder.resolve("connector.yaml"))).forEach(
                file -> WITHOUT_DEFAULT.matcher(text(file)).results()
                        .map(match -> match.group(1)).forEach(name -> values.put(name, name.endsWith("_URL")
                                ? "http://" + name.toLowerCase(Locale.ROOT).replace('_', '-') + ".example.vn"
                                : "test-" + name)));
        return values;
    }

    private List<Path> folders() {
        if (!Files.isDirectory(settings.directory())) {
            return List.of();
        }
        try (var all = Files.list(settings.directory())) {
            return all.filter(folder -> Files.isRegularFile(folder.resolve("connector.yaml"))).sorted().toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    Stream<DynamicNode> nodes() {
        return folders().stream().map(folder -> dynamicContainer(folder.getFileName().toString(), folder(folder)));
    }

    private Stream<DynamicNode> folder(Path folder) {
        var name = folder.getFileName().toString();
        var whole = Stream.<DynamicNode>of(
                dynamicTest("checks", () -> assertThat(loaded.faults().getOrDefault(name, List.of())).isEmpty()),
                dynamicTest("every service has a case", () -> everyServiceHasACase(name, folder)),
                dynamicTest("every mapping is used by a case", () -> everyMappingIsUsed(folder)));
        var cases = CaseFile.in(folder).stream()
                .<DynamicNode>map(
                        file -> dynamicTest(file.getFileName().toString(), file.toUri(), () -> prove(folder, file)));
        var stubs = CaseFile.files(folder.resolve("stubs"), ".json").stream().<DynamicNode>map(
                file -> dynamicTest("stub " + file.getFileName(), file.toUri(), () -> stubIsCalled(name, file)));
        return Stream.of(whole, cases, stubs).flatMap(part -> part);
    }

    private void prove(Path folder, Path file) {
        var story = CaseFile.read(file);
        var service = loaded.catalogue().service(story.service())
                .orElseThrow(() -> new AssertionError("no service `" + story.service() + "` that checks"
                        + Suggestion.of(story.service(), loaded.catalogue().services().keySet())));
        var files = new ServiceFiles(folder, new Faults());
        new CaseProof(story, service, loaded.catalogue().services(), files.schema(service.id(), "response")).prove();
    }

    private void everyServiceHasACase(String connector, Path folder) {
        var missing = new TreeSet<>(loaded.catalogue().connectors().containsKey(connector)
                ? java.util.Objects.requireNonNull(loaded.catalogue().connectors().get(connector)).services().keySet()
                : Set.of());
        CaseFile.in(folder).forEach(file -> missing.remove(CaseFile.read(file).service()));

        assertThat(missing).as("services without a case").isEmpty();
    }

    private static void everyMappingIsUsed(Path folder) {
        var unused = new TreeSet<String>();
        CaseFile.files(folder.resolve("mapping"), "")
                .forEach(file -> unused.add(file.getFileName().toString().replaceAll("\\.(jsonata|xsl)$", "")));
        for (var file : CaseFile.in(folder)) {
            var story = CaseFile.read(file);
            uses(story).forEach(kind -> unused.remove(story.service() + "." + kind));
        }

        assertThat(unused).as("mappings without a case").isEmpty();
    }

    private static List<String> uses(CaseFile story) {
        if (story.isRefused()) {
            return List.of("refusal");
        }
        var kinds = new ArrayList<>(List.of("request", "receipt", "inquiry", "feed"));
        if ("DELIVERED".equals(story.replies().get("status"))) {
            kinds.addAll(List.of("response", "follow", "inquiry-reply"));
        }
        return kinds;
    }

    /** A stand-in's mapping must answer something that is really asked of this provider. */
    private void stubIsCalled(String connector, Path file) {
        var request = Json.read(text(file).getBytes(java.nio.charset.StandardCharsets.UTF_8)) instanceof Map<?, ?> stub
                && stub.get("request") instanceof Map<?, ?> stated ? stated : Map.of();
        var targets = targets(connector);

        assertThat(targets).as("what is asked of " + connector)
                .anyMatch(target -> StubTarget.of(request).answers(target.method(), target.path()));
    }

    private List<ServiceReader.Target> targets(String connector) {
        var targets = new ArrayList<ServiceReader.Target>();
        for (var service : loaded.catalogue().services().values()) {
            if (service.call().destination().name().equals(connector)) {
                targets.add(new ServiceReader.Target(service.call().method(), service.call().path()));
                switch (service.call().destination().auth()) {
                    case Auth.Session session -> targets.add(new ServiceReader.Target("POST", session.login()));
                    case Auth.ClientCredentials client -> targets.add(new ServiceReader.Target("POST", client.token()));
                    case Auth.None _,Auth.ApiKey _,Auth.Basic _,Auth.Webhook _ -> {
                    }
                }
            }
            service.links().feed().filter(feed -> feed.source().name().equals(connector))
                    .ifPresent(feed -> targets.add(new ServiceReader.Target(feed.method(), feed.path())));
        }
        return targets;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
