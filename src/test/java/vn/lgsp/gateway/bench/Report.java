package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import vn.lgsp.gateway.connector.Json;

/** What this run has measured so far, printed and kept as {@code target/bench-report.md} and {@code .json}. */
final class Report {
    private static final Map<String, Section> SECTIONS = new TreeMap<>();
    private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();
    private static final String MACHINE = Machine.description();
    private static final Figures DISK = Machine.disk();
    private static Figures disk = DISK;
    private static final Instant STARTED = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private Report() {}

    /** @param notes what a reader must know about the table */
    private record Section(List<String> columns, List<List<String>> rows, List<String> notes) {
        String markdown(String title) {
            var text = new StringBuilder("\n## " + title.substring(title.indexOf(' ') + 1) + "\n\n");
            text.append(line(columns)).append(line(columns.stream().map(column -> "---").toList()));
            rows.forEach(row -> text.append(line(row)));
            notes.forEach(note -> text.append("\n").append(note).append("\n"));
            return text.toString();
        }

        private static String line(List<String> cells) {
            return "| " + String.join(" | ", cells) + " |\n";
        }

        Map<String, Object> json(String title) {
            var all = rows.stream().map(row -> {
                var named = new LinkedHashMap<String, Object>();
                for (int i = 0; i < columns.size(); i++) {
                    named.put(columns.get(i), row.get(i));
                }
                return named;
            }).toList();
            return Map.of("title", title.substring(title.indexOf(' ') + 1), "rows", all, "notes", notes);
        }
    }

    /** A line of progress, with the minutes that are left. */
    static void say(String what, Object how) {
        System.out.printf("%s, %2d min left: %-34s %s%n", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()
                .substring(11, 19), Progress.left().plusSeconds(59).toMinutes(), what, how);
    }

    /** What came of a part or of somebody who should have been measured; the report begins with these. */
    static synchronized void outcome(String what, String how) {
        say(what, how);
        disk = Machine.disk();
        OUTCOMES.put(what, how);
        var rows = OUTCOMES.entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())).toList();
        SECTIONS.put("0 What was measured", new Section(List.of("part", "outcome"), rows, List.of()));
        save();
    }

    /** Everything once more, where who waited for the end looks. */
    static synchronized void all() {
        System.out.println(heading() + tables());
        System.out.println("Kept as target/bench-report.md and target/bench-report.json");
    }

    /** @param title begins with the number that orders it */
    static synchronized void section(String title, List<String> columns, List<List<String>> rows, String... notes) {
        var section = new Section(columns, new ArrayList<>(rows), List.of(notes));
        SECTIONS.put(title, section);
        System.out.println(section.markdown(title));
        save();
    }

    /** Puts the figures where readers find them, one level down. */
    private static void document(String report) throws IOException {
        var page = Path.of("docs", "benchmarks.md");
        var figures = report.replace("\n## ", "\n### ").replaceFirst("# Benchmark of (.*)\n", "Run of $1.\n").strip();
        Files.writeString(page, Files.readString(page).replaceFirst("(?s)(<!-- figures.*?-->\n).*(<!-- end)", "$1"
                + Matcher.quoteReplacement(figures) + "\n$2"));
    }

    private static String heading() {
        return "# Benchmark of %s\n\n%s. Load of the machine when this was written: %.1f. 8 kB were on disk after %s when it began, after %s when the last part ended.\n"
                .formatted(STARTED, MACHINE, Machine.load(), told(DISK), told(disk));
    }

    private static String told(Figures times) {
        return "%.2f ms (p99 %.2f)".formatted(times.p50(), times.p99());
    }

    private static String tables() {
        return SECTIONS.entrySet().stream().map(entry -> entry.getValue().markdown(entry.getKey())).collect(Collectors
                .joining());
    }

    private static void save() {
        var json = Map.of("at", STARTED.toString(), "machine", MACHINE, "sections", SECTIONS.entrySet().stream().map(
                entry -> entry.getValue().json(entry.getKey())).toList());
        try {
            var report = heading() + tables();
            Files.writeString(Path.of("target", "bench-report.md"), report);
            if (Boolean.getBoolean("bench.docs")) {
                document(report);
            }
            Files.write(Path.of("target", "bench-report.json"), Json.write(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
