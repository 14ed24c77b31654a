package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import vn.lgsp.gateway.ledger.State;

/** An alert or a graph of a metric that nobody counts never says anything. */
class AlertsTest {
    private static final Path SHIPPED = Path.of("docker", "observability");
    private static final Pattern METRIC = Pattern.compile("\\b(?:gateway|hikaricp|http|jvm)_[a-z_]+");
    private static final Pattern STATES = Pattern.compile("state=~?\\\\?\"([A-Z|]+)");
    /** Counted from the first one on. */
    private static final Set<String> LATER = Set.of("gateway_sequels_failed_total");

    @ParameterizedTest
    @ValueSource(strings = { "alerts.yaml", "dashboards/gateway.json" })
    void every_metric_that_is_looked_at_is_told(String file) throws IOException {
        var operator = new Operator(Stages.shared());
        operator.get("/ops/services");
        var told = new String(operator.get("/actuator/prometheus").bytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).map(
                        line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());

        assertThat(found(METRIC, file)).isNotEmpty().allMatch(metric -> told.contains(metric) || LATER.contains(
                metric), "is told by /actuator/prometheus");
    }

    @ParameterizedTest
    @ValueSource(strings = { "alerts.yaml", "dashboards/gateway.json" })
    void every_state_that_is_looked_at_is_one(String file) throws IOException {
        var states = Stream.of(State.values()).map(State::name).toList();

        assertThat(found(STATES, file).flatMap(some -> Stream.of(some.split("\\|")))).isNotEmpty().isSubsetOf(states);
    }

    @Test
    void every_alert_says_what_is_the_matter_and_where_to_look() throws IOException {
        var rules = rules();

        assertThat(rules).extracting(rule -> rule.get("alert")).doesNotHaveDuplicates().contains("HetHanGiao",
                "QuaHanXuLy");
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.get("labels")).asString().containsAnyOf("critical", "warning");
            assertThat(rule.get("annotations")).asString().contains("summary=", "description=");
        });
    }

    @Test
    void prometheus_is_told_of_the_alerts() throws IOException {
        assertThat(Files.readString(SHIPPED.resolve("prometheus.yaml"))).contains("- alerts.yaml");
        assertThat(Files.readString(Path.of("docker", "compose.yaml"))).contains(
                "./observability/alerts.yaml:/etc/prometheus/alerts.yaml");
    }

    private static Stream<String> found(Pattern what, String file) throws IOException {
        return what.matcher(Files.readString(SHIPPED.resolve(file))).results().map(found -> found.groupCount() == 0
                ? found.group()
                : found.group(1));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(SHIPPED.resolve(
                "alerts.yaml")));
        return file.get("groups").stream().flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .toList();
    }
}
