package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Suggestion;

/** Shows when a service's attempts are made, and what a folder would change at a running gateway. */
@Command(name = "plan", mixinStandardHelpOptions = true, description = "Shows the time line of a service's attempts, or of all services of a connector; with --against also"
        + " what the folders here would change at a running gateway. Exit code 0: shown; 1: faults, or something would change; 2: wrong usage; 3: no gateway.")
final class Plan implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private OpsClient ops = new OpsClient();

    @Parameters(paramLabel = "<service|connector>")
    private String name = "";

    @Option(names = "--against", paramLabel = "<url>", description = "operators' side of a running gateway")
    private @Nullable URI against;

    /** @param after time since the request was received */
    private record Attempt(int number, Duration after) {}

    @Override
    public Integer call() throws IOException {
        var loaded = bench.proof().loaded();
        var connector = Service.connectorOf(name);
        var faults = loaded.faults().getOrDefault(connector, List.of());
        if (!faults.isEmpty()) {
            faults.forEach(fault -> bench.err().println(fault));
            return 1;
        }
        var services = services(loaded.catalogue());
        var changes = against == null ? List.<String>of() : changes(loaded.catalogue(), connector);
        if (bench.json()) {
            bench.print(Map.of("services", services.stream().map(Plan::json).toList(), "changes", changes));
        } else {
            services.forEach(this::show);
            if (against != null) {
                bench.out().println(changes.isEmpty()
                        ? bench.say("không có gì thay đổi", "nothing would change")
                        : String.join("\n", changes));
            }
        }
        return changes.isEmpty() ? 0 : 1;
    }

    private List<Service> services(Catalogue catalogue) {
        var connector = catalogue.connectors().get(name);
        if (connector != null) {
            return connector.services().keySet().stream().sorted().map(connector.services()::get).toList();
        }
        var known = new TreeSet<>(catalogue.services().keySet());
        known.addAll(catalogue.connectors().keySet());
        return List.of(catalogue.service(name).orElseThrow(() -> bench.wrong(bench.say("không có `",
                "there is no service or connector `") + name + "`" + Suggestion.of(name, known))));
    }

    /** Each attempt as late as it can be: the one before took its whole time-out. */
    private static List<Attempt> attempts(Service service) {
        var attempts = new ArrayList<Attempt>();
        var at = Duration.ZERO;
        attempts.add(new Attempt(1, at));
        if (service.schedule().retry().isEmpty()) {
            return attempts;
        }
        for (var wait : service.schedule().retry()) {
            at = at.plus(service.call().destination().timeout()).plus(wait);
            if (at.compareTo(service.schedule().expires()) < 0) {
                attempts.add(new Attempt(attempts.size() + 1, at));
            }
        }
        return attempts;
    }

    private void show(Service service) {
        var provider = service.call().destination();
        bench.out()
                .println(service.id() + "  " + service.call().method() + " " + service.call().path() + " → " + provider
                        .name());
        if (service.reply() == Reply.NOW) {
            bench.out().println("  " + bench.say("trả lời ngay, một lần gọi, chờ tối đa ",
                    "answered at once: one attempt, at the most ") + text(provider.timeout()));
        } else {
            attempts(service).forEach(one -> bench.out().println("  " + bench.say("lần ", "attempt ") + one.number()
                    + "  +" + text(one.after())));
            bench.out().println("  " + bench.say("mỗi lần chờ tối đa ", "each waits at the most ") + text(provider
                    .timeout()) + bench.say("; sau đó EXHAUSTED, hoặc EXPIRED sau ",
                            "; then EXHAUSTED, or EXPIRED after ")
                    + text(service.schedule().expires()));
            service.call().batch().ifPresent(batch -> bench.out().println("  " + bench.say("gọi chung tối đa ",
                    "in one call go up to ") + batch.upTo()
                    + bench.say(" yêu cầu chờ sẵn, mỗi yêu cầu một kết quả",
                            " requests that wait, each with its own outcome")));
        }
        var breaker = provider.breaker();
        bench.out()
                .println("  " + bench.say("ngắt mạch khi ", "the breaker opens at ") + breaker.opensAtPercent() + "% "
                        + bench.say("lỗi trong ", "failures over ") + text(breaker.over()) + bench.say(", ít nhất ",
                                ", of at least ")
                        + breaker.atLeast() + bench.say(" lần gọi; mở ", " calls; stays open ")
                        + text(breaker.staysOpen())
                        + bench.say(", lần chờ không tính là lần gọi", ", and waiting for it spends no attempt"));
    }

    static String text(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        text.append(time.toDaysPart() > 0 ? time.toDaysPart() + "d" : "");
        text.append(time.toHoursPart() > 0 ? time.toHoursPart() + "h" : "");
        text.append(time.toMinutesPart() > 0 ? time.toMinutesPart() + "m" : "");
        text.append(time.toSecondsPart() > 0 ? time.toSecondsPart() + "s" : "");
        text.append(time.toMillisPart() > 0 ? time.toMillisPart() + "ms" : "");
        return text.toString();
    }

    private static Map<String, Object> json(Service service) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("service", service.id());
        shown.put("timeoutSeconds", service.call().destination().timeout().toMillis() / 1000.0);
        shown.put("expiresSeconds", service.schedule().expires().toSeconds());
        shown.put("attemptsAfterSeconds", attempts(service).stream().map(one -> one.after().toMillis() / 1000.0)
                .toList());
        service.call().batch().ifPresent(batch -> shown.put("together", batch.upTo()));
        return shown;
    }

    /** By the services' ids and the connector's version, which is a hash of its folder. */
    private List<String> changes(Catalogue catalogue, String connector) throws IOException {
        ops.at(against);
        var answer = ops.get(bench, "/ops/connectors");
        if (!answer.fine()) {
            throw new IOException(answer.refusal());
        }
        var here = catalogue.connectors().get(connector);
        return here == null ? List.of() : differences(here, served(answer.document(), connector));
    }

    private static Map<?, ?> served(Map<?, ?> answer, String connector) {
        if (answer.get("connectors") instanceof List<?> all) {
            for (var one : all) {
                if (one instanceof Map<?, ?> row && connector.equals(row.get("name"))) {
                    return row;
                }
            }
        }
        return Map.of();
    }

    private List<String> differences(Connector here, Map<?, ?> there) {
        var changes = new ArrayList<String>();
        var served = there.get("services") instanceof List<?> list ? list : List.of();
        var changed = !here.version().equals(there.get("version"));
        here.services().keySet().stream().sorted().forEach(id -> {
            if (!served.contains(id)) {
                changes.add(Bench.green("+ " + id) + bench.say(" thêm mới", " is added"));
            } else if (changed) {
                changes.add("~ " + id + bench.say(" phiên bản ", " version ") + there.get("version") + " → " + here
                        .version());
            }
        });
        served.stream().filter(id -> !here.services().containsKey(String.valueOf(id))).forEach(id -> changes.add(Bench
                .red("- " + id) + bench.say(" bị bỏ", " is removed")));
        return changes;
    }
}
