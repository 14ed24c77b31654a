package vn.lgsp.gateway.connector.folder;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;

/**
 * Reads how a service asks its provider.
 *
 * @param request schema of the public request
 */
record CallReader(Folder folder, Map<String, Destination> destinations, Section section, Variables variables,
        Optional<Schema> request) {

    Service.Call call(Effect effect) {
        var target = Target.of(section, "target");
        var mapping = mapping("request", variables.sent());
        target.check(mapping, request);
        return new Service.Call(destination(), target.method(), target.path(), mapping,
                mapping("response", variables.answered()), verdicts(section),
                section.flag("repeatable", effect == Effect.READ), section.section("chunk").map(this::chunk),
                section.section("batch").map(part -> new BatchReader(section, destination(), format()).batch(part)),
                section.duration("cache"), streamed(), format(), answerAttachments(), signatures());
    }

    private Optional<Signatures> signatures() {
        var own = section.section("sign").map(sign -> new SignaturesReader(sign).signatures());
        var meant = section.has("sign") ? own : destination().signatures();
        return meant.filter(signatures -> SignaturesReader.fits(signatures, section, format(), folder.contract()
                .operations().get(section.name())));
    }

    private Optional<Expression> mapping(String kind, Set<String> known) {
        return folder.files().mapping(section.name(), kind, known);
    }

    static Service.Verdicts verdicts(Section section) {
        return new Service.Verdicts(section.rule("success", Variables.ANSWER), section.rule("rejected",
                Variables.ANSWER), section.rule("unavailable", Variables.ANSWER),
                section.rule("again",
                        Variables.ANSWER),
                section.rule("code", Variables.ANSWER), section.rule("reason",
                        Variables.ANSWER));
    }

    private Service.Chunk chunk(Section part) {
        if (section.text("reply", "").equals("now")) {
            section.fault("chunk",
                    new Text("không đi cùng `reply: now`: bên gọi chờ một câu trả lời, mà mỗi phần có một",
                            "does not go with `reply: now`: a caller waits for one answer, and each part has its own"));
        }
        var array = part.text("of", "");
        var names = request.map(schema -> schema.members().names()).orElse(Set.of());
        if (!array.isEmpty() && !names.isEmpty() && !names.contains(array)) {
            part.fault("of", new Text("không phải trường nào của yêu cầu: `", "names no field of the request: `").and(
                    array + "`").and(Suggestion.text(array, names)));
        }
        return new Service.Chunk(array, part.number("size", 1));
    }

    /** They are not in memory either: who answers from memory, or takes an answer apart, cannot have them. */
    private long answerAttachments() {
        if (!section.has("answerAttachments")) {
            return 0;
        }
        if (format().kind() != Format.Kind.JSON) {
            section.fault("answerAttachments", new Text("chỉ dành cho nội dung JSON, mà dịch vụ này dùng ",
                    "is for JSON bodies only, and this service speaks ").and(format().kind().name()));
        }
        if (Stream.of("cache", "chunk", "batch").anyMatch(section::has) || section.flag("unrecorded", false)) {
            section.fault("answerAttachments", new Text(
                    "không đi cùng `cache`, `chunk`, `batch` và `unrecorded`, vốn giữ hoặc chia câu trả lời",
                    "stands without `cache`, `chunk`, `batch` and `unrecorded`, which keep an answer or take it apart"));
        }
        if (streamed()) {
            section.fault("answerAttachments", new Text("là thừa: tài liệu trong hợp đồng được chuyển thẳng",
                    "is too much: the document the contract answers with is passed through"));
        }
        return section.bytes("answerAttachments", 0);
    }

    private boolean streamed() {
        return Optional.ofNullable(folder.contract().operations().get(section.name())).map(Contract.Stated::streamed)
                .orElse(false);
    }

    private Format format() {
        var format = section.text("format").map(word -> Format.Kind.of(word))
                .orElse(destination().format().kind());
        if (section.has("action") && !new Format(format, "").soap()) {
            section.fault("action", new Text("chỉ dành cho `format: soap-1.1` hoặc `soap-1.2`",
                    "is for `format: soap-1.1` or `soap-1.2` only"));
        }
        return new Format(format, section.text("action", ""));
    }

    private Destination destination() {
        var to = section.text("to");
        if (to.isEmpty()) {
            return folder.destination();
        }
        var other = destinations.get(to.get());
        if (other == null) {
            section.fault("to",
                    new Text("không có kết nối: `", "names no connector: `").and(to.get() + "`").and(Suggestion.text(
                            to.get(), destinations.keySet())));
            return folder.destination();
        }
        return other;
    }
}
