package vn.lgsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The page that says what shows each capability names nothing that is not there. */
class CapabilitiesTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern TEST = Pattern.compile("`(?:(\\w+)/)?([A-Z]\\w+)(?:\\.(\\w+))?`");
    private static final Pattern COMMAND = Pattern.compile("`\\./gateway ([a-z-]+)`");
    private static final Pattern BENCH = Pattern.compile("-Dtest=(\\w+)`");
    private static final Pattern PROFILE = Pattern.compile("mvn -P(\\w+)");

    private final String page = read(Path.of("docs/capabilities.md"));
    private final List<Path> sources = sources();

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> sources() {
        try (var all = Files.walk(TESTS)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Path> named(String room, String name) {
        return sources.stream().filter(file -> file.endsWith(room == null
                ? name + ".java"
                : room + "/" + name
                        + ".java"))
                .toList();
    }

    private boolean is(MatchResult test) {
        var found = named(test.group(1), test.group(2));
        return found.size() == 1 && (test.group(3) == null || read(found.getFirst()).contains("void " + test.group(3)
                + "("));
    }

    @Test
    void every_test_it_names_exists_once() {
        var missing = TEST.matcher(page).results().filter(test -> !is(test)).map(MatchResult::group).toList();

        assertThat(missing).isEmpty();
        assertThat(BENCH.matcher(page).results().map(bench -> bench.group(1))).allSatisfy(bench -> assertThat(named(
                null, bench)).as(bench).hasSize(1));
    }

    @Test
    void every_command_and_profile_it_names_exists() {
        var described = read(Path.of("docs/cli.md"));
        var pom = read(Path.of("pom.xml"));

        assertThat(COMMAND.matcher(page).results().map(MatchResult::group)).isNotEmpty().allSatisfy(
                command -> assertThat(described).contains(command.replace("`", "")));
        assertThat(PROFILE.matcher(page).results().map(profile -> profile.group(1))).isNotEmpty().allSatisfy(
                profile -> assertThat(pom).contains("<id>" + profile + "</id>"));
    }

    @Test
    void no_row_stands_without_a_proof() {
        var rows = page.lines().filter(line -> line.matches("\\| \\d+ \\|.*")).toList();

        assertThat(rows).hasSizeGreaterThan(60).allMatch(row -> row.contains("`"));
        assertThat(rows.stream().map(row -> row.split("\\|")[1].strip())).doesNotHaveDuplicates();
    }

    @Test
    void every_file_of_a_connector_names_its_schema() throws IOException {
        var silent = new TreeSet<Path>();
        try (var all = Files.walk(Path.of("config"))) {
            all.filter(file -> file.toString().matches(".*(connector|callers|cases/[^/]+)\\.yaml")).forEach(file -> {
                var named = Pattern.compile("^# yaml-language-server: \\$schema=(\\S+)").matcher(read(file));
                if (!named.find() || !Files.isRegularFile(file.resolveSibling(named.group(1)).normalize())) {
                    silent.add(file);
                }
            });
        }

        assertThat(silent).isEmpty();
    }
}
