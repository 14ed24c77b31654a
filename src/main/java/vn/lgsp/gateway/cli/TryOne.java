package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.cli.scaffold.Pretty;
import vn.lgsp.gateway.connector.CitizenNumbers;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.proof.CaseFile;
import vn.lgsp.gateway.connector.proof.Rehearsal;
import vn.lgsp.gateway.delivery.Trial;

/** Sends one request and shows each step's in and out, citizens' numbers masked. */
@Command(name = "try", mixinStandardHelpOptions = true, description = "Sends one request to the provider itself, or with --through to a running gateway, and shows what goes in"
        + " and out at each step. Exit code 0: delivered, or taken; 1: not; 2: wrong usage, or a write without --confirm; 3: not reached.")
final class TryOne implements Callable<Integer> {
    private static final Pattern NUMBER_IN_ADDRESS = Pattern.compile("(?<=[/=])\\d{9,12}(?=[/?&]|$)");

    @Mixin
    private Bench bench = new Bench();

    @Parameters(index = "0", paramLabel = "<service>")
    private String id = "";

    @Parameters(index = "1", paramLabel = "<file>", description = "a public request (JSON), or a case (.yaml), of which `given` is sent")
    private Path file = Path.of(".");

    @Option(names = "--confirm", description = "a write may have its effect at the provider")
    private boolean confirm;

    @Option(names = "--through", paramLabel = "<url>", description = "callers' side of a running gateway; its key in $$GATEWAY_API_KEY")
    private @Nullable URI through;

    private final Map<String, Object> steps = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw bench.wrong(bench.say("không có tệp ", "there is no file ") + file);
        }
        var service = bench.service(through == null ? bench.real() : bench.proof().loaded(), id);
        if (service.effect() == Effect.WRITE && !confirm) {
            throw bench.wrong(id + bench.say(" ghi dữ liệu ở hệ thống đích; thêm --confirm nếu thực sự muốn",
                    " writes at the provider; add --confirm if that is wanted"));
        }
        try {
            var given = given(bench, file);
            step(bench.say("1 yêu cầu", "1 request"), given);
            var fine = through == null ? direct(service, given) : through(through, service, given);
            if (bench.json()) {
                bench.print(Map.of("delivered", fine, "steps", steps));
            }
            return fine ? 0 : 1;
        } catch (MappingFailed failed) {
            bench.err().println(Bench.red(String.valueOf(failed.getMessage())));
            return 1;
        } catch (MalformedJson bad) {
            bench.err().println(Bench.red(file + ": " + bench.say(bad.detail())));
            return 1;
        }
    }

    /** The public request in a file. */
    static @Nullable Object given(Bench bench, Path file) throws IOException {
        return file.toString().endsWith(".yaml")
                ? bench.proof().story(file).map(CaseFile::given).orElseThrow(() -> bench.wrong(file + bench.say(
                        " không phải ca kiểm thử", " is no case")))
                : Json.read(Files.readAllBytes(file));
    }

    static Rehearsal rehearsal(Service service, Path file, @Nullable Object given) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("service", service.id());
        values.put("given", given);
        values.put("at", OffsetDateTime.now(ZoneOffset.UTC).toString());
        return new Rehearsal(new CaseFile(file, values), service);
    }

    private boolean direct(Service service, @Nullable Object given) throws IOException {
        var trial = new Trial();
        var proof = rehearsal(service, file, given);
        var faults = proof.faults();
        if (!faults.isEmpty()) {
            step(bench.say("2 bị từ chối", "2 refused"),
                    faults.stream().map(fault -> fault.pointer() + ": " + bench.say(
                            fault.detail())).toList());
            return false;
        }
        proof.with(trial.login(service.call().destination()));
        var called = trial.call(service, proof.request(given), proof.facts());
        step(bench.say("2 gửi đi", "2 sent"), sent(called, service));
        step(bench.say("3 trả lời", "3 answer") + " HTTP " + called.answer().status() + ", " + called.took().toMillis()
                + " ms",
                called.answer().readable()
                        ? called.answer().body()
                        : new String(called.answered(), StandardCharsets.UTF_8));
        var verdict = proof.verdict(called.answer());
        step(bench.say("4 kết luận", "4 verdict"), verdict.name());
        if (verdict == Verdict.DELIVERED) {
            step(bench.say("5 trả cho bên gọi", "5 reply"), proof.response(called.answer()));
        }
        return verdict == Verdict.DELIVERED;
    }

    private static Map<String, @Nullable Object> sent(Trial.Called called, Service service) {
        var sent = new LinkedHashMap<String, @Nullable Object>();
        // a segment of a path or a value of a query stands alone
        sent.put("call", called.method() + " " + NUMBER_IN_ADDRESS.matcher(called.url().toString()).replaceAll(
                number -> CitizenNumbers.hidden(number.group())));
        sent.put("headers", called.headers().keySet().stream().sorted().toList());
        service.call().signatures().ifPresent(signatures -> sent.put("signed", signatures.kinds()));
        var body = called.body();
        if (body != null) {
            var text = new String(body, StandardCharsets.UTF_8);
            sent.put("body", text.startsWith("{") || text.startsWith("[") ? Json.read(body) : text);
        }
        return sent;
    }

    private boolean through(URI gateway, Service service, @Nullable Object given) throws IOException {
        var answer = new GatewayClient(gateway).send(service, given);
        step(bench.say("2 gửi đi", "2 sent"), answer.request());
        step(bench.say("3 cổng trả lời", "3 the gateway's answer") + " HTTP " + answer.status(), answer.document());
        return answer.status() >= 200 && answer.status() < 300;
    }

    private void step(String name, @Nullable Object value) {
        var masked = Json.read(Masking.tokens(CitizenNumbers.hidden(new String(Json.write(withoutSecrets(value)),
                StandardCharsets.UTF_8)), "•••").getBytes(StandardCharsets.UTF_8));
        if (bench.json()) {
            steps.put(name, masked == null ? "" : masked);
        } else {
            bench.out().println(name);
            bench.out().println("  " + Pretty.json(masked).replace("\n", "\n  "));
        }
    }

    /** Sessions and tokens in a body are hidden whole. */
    private static @Nullable Object withoutSecrets(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var shown = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, below) -> shown.put(String.valueOf(name), below instanceof String && String.valueOf(
                        name).matches("(?i).*(session|token|password|secret|checksum|apikey).*")
                                ? "•••"
                                : withoutSecrets(below)));
                yield shown;
            }
            case List<?> list -> list.stream().map(item -> item == null
                    ? ""
                    : Objects
                            .requireNonNullElse(withoutSecrets(item), ""))
                    .toList();
            case null, default -> value;
        };
    }
}
