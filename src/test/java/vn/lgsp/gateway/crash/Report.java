package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.connector.Json;

/** What a run came to, in words and figures: printed, and kept below target with those of the other runs. */
record Report(Plan plan, long seconds, Map<String, Long> harm, Map<String, Long> load, Map<String, Long> states,
        List<String> open, List<Finding> findings) {
    private static final Path TARGET = Path.of("target");
    private static final int SHOWN = 10;
    private static final List<String> TEXTS = new ArrayList<>();
    private static final List<Map<String, Object>> FIGURES = new ArrayList<>();

    boolean clean() {
        return findings.stream().allMatch(finding -> finding.wrong().isEmpty());
    }

    String text() {
        var text = new StringBuilder(
                "## %s: %s%n%nseed %d · %d gateways · disturbed for %d s · %d s in all%n".formatted(
                        plan.name(), clean() ? "nothing found" : "FOUND SOMETHING", plan.seed(), plan.nodes(),
                        plan.time()
                                .toSeconds(),
                        seconds));
        table(text, "what was done to them", harm);
        table(text, "what callers did", load);
        table(text, "how transactions ended", states);
        text.append("%n| checked | times | wrong |%n|---|---:|---:|%n".formatted());
        findings.forEach(one -> text.append("| %s | %,d | %d |%n".formatted(one.what, one.looked(), one.wrong()
                .size())));
        findings.stream().filter(one -> !one.wrong().isEmpty()).forEach(one -> {
            text.append("%n**%s** was wrong here:%n".formatted(one.what));
            one.wrong().stream().limit(SHOWN).forEach(wrong -> text.append("- %s%n".formatted(wrong)));
        });
        if (!open.isEmpty()) {
            text.append("%nUNKNOWN or given up, listed for an operator to decide (%d):%n".formatted(open.size()));
            open.forEach(one -> text.append("- %s%n".formatted(one)));
        }
        return text.toString();
    }

    private static void table(StringBuilder text, String head, Map<String, Long> rows) {
        if (!rows.isEmpty()) {
            text.append("%n| %s | |%n|---|---:|%n".formatted(head));
            rows.forEach((name, count) -> text.append("| %s | %,d |%n".formatted(name, count)));
        }
    }

    private Map<String, Object> figures() {
        var checks = new LinkedHashMap<String, Object>();
        findings.forEach(one -> checks.put(one.what, Map.of("times", one.looked(), "wrong", one.wrong())));
        var figures = new LinkedHashMap<String, Object>();
        figures.put("run", plan.name());
        figures.put("seed", plan.seed());
        figures.put("nodes", plan.nodes());
        figures.put("seconds", seconds);
        figures.put("harm", harm);
        figures.put("load", load);
        figures.put("states", states);
        figures.put("open", open);
        figures.put("checks", checks);
        return figures;
    }

    /** Prints it, and writes all reports of this JVM to {@code crash-report.md} and {@code .json}. */
    Report save() {
        synchronized (TEXTS) {
            TEXTS.add(text());
            FIGURES.add(figures());
            System.out.println(text());
            try {
                Files.writeString(TARGET.resolve("crash-report.md"), "# Crash suite\n\n" + String.join("\n", TEXTS));
                Files.write(TARGET.resolve("crash-report.json"), Json.write(FIGURES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }
}
