package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.cli.scaffold.YamlText;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.proof.CaseFile;
import vn.lgsp.gateway.connector.proof.Rehearsal;
import vn.lgsp.gateway.delivery.Trial;

/** Makes a case of one real call, with invented persons in the place of the real ones. */
@Command(name = "record", mixinStandardHelpOptions = true, description = "Sends one request to the provider and writes what went out and came back as a case, masked."
        + " Exit code 0: written; 1: the provider's answer is no success or failure a case can tell; 2: wrong usage, or a write without --confirm; 3: not reached.")
final class RecordCase implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Parameters(index = "0", paramLabel = "<service>")
    private String id = "";

    @Parameters(index = "1", paramLabel = "<file>", description = "a public request (JSON), or a case (.yaml), of which `given` is sent")
    private Path file = Path.of(".");

    @Option(names = "--out", paramLabel = "<file>", description = "the case (default: cases/<service>-recorded.yaml of the connector)")
    private @Nullable Path out;

    @Option(names = "--mask", split = ",", paramLabel = "<field>", description = "further fields whose texts are hidden")
    private List<String> mask = new ArrayList<>();

    @Option(names = "--confirm", description = "a write may have its effect at the provider")
    private boolean confirm;

    @Override
    public Integer call() throws IOException {
        var service = bench.service(bench.real(), id);
        if (service.effect() == Effect.WRITE && !confirm) {
            throw bench.wrong(id + bench.say(" ghi dữ liệu ở hệ thống đích; thêm --confirm nếu thực sự muốn",
                    " writes at the provider; add --confirm if that is wanted"));
        }
        var given = TryOne.given(bench, file);
        var trial = new Trial();
        var real = TryOne.rehearsal(service, file, given).with(trial.login(service.call().destination()));
        var called = trial.call(service, real.request(given), real.facts());
        var verdict = real.verdict(called.answer());
        if (!called.answer().readable() || verdict == Verdict.AGAIN || verdict == Verdict.EXPIRED_SESSION) {
            bench.err().println(bench.say("không ghi được: ", "not recorded: ") + verdict + ", HTTP " + called.answer()
                    .status());
            return 1;
        }
        var story = story(service, given, called.answer(), verdict);
        var target = out == null
                ? bench.connectors().resolve(service.connector()).resolve("cases").resolve(id.replaceFirst("^[^.]+\\.",
                        "") + "-recorded.yaml")
                : out;
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, (out == null ? YamlText.CASE : "") + YamlText.of(story));
        if (bench.json()) {
            bench.print(Map.of("case", target.toString(), "status", verdict.name()));
        } else {
            bench.out()
                    .println(target + ": " + verdict + bench.say(", đã che dữ liệu cá nhân; hãy đọc lại trước khi lưu",
                            ", masked; read it before you keep it"));
        }
        return 0;
    }

    /** Mapped again from what is masked, so that the case holds by itself. */
    private Map<String, @Nullable Object> story(Service service, @Nullable Object given, ProviderAnswer answer,
            Verdict verdict) {
        var masking = new Masking(mask).knowing(answer.body()).knowing(given);
        var at = "2026-03-02T08:00:00+07:00";
        var masked = masking.document(given);
        var answered = masking.document(answer.body());
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("service", service.id());
        values.put("title", Map.of("vi", "Ghi từ cuộc gọi thật", "en", "Recorded from a real call"));
        values.put("given", masked);
        var proof = new Rehearsal(new CaseFile(file, values), service);
        values.put("at", at);
        values.put("sends", proof.sent(proof.request(masked)));
        var answers = new LinkedHashMap<String, @Nullable Object>();
        answers.put("status", answer.status());
        answers.put("body", answered);
        values.put("answers", answers);
        var replies = new LinkedHashMap<String, @Nullable Object>();
        replies.put("status", verdict.name());
        if (verdict == Verdict.DELIVERED) {
            replies.put("body", proof.response(new ProviderAnswer(answer.status(), Map.of(), answered, true)));
        }
        values.put("replies", replies);
        return values;
    }
}
