package vn.lgsp.gateway.connector.folder;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;

/** Reads one service of a declaration, with the files that are named after it. */
final class ServiceReader {
    /** The waits of a durable delivery that declares none. */
    static final List<Duration> RETRY = Stream.of("PT5S", "PT30S", "PT2M", "PT10M", "PT1H", "PT3H", "PT6H")
            .map(Duration::parse).toList();
    /** The first four of those waits: a short outage is over by then. */
    static final Duration SLA = Duration.ofMinutes(15);
    private static final long LIMIT = 1 << 20;

    private final Folder folder;
    private final Map<String, Destination> destinations;
    private final Section section;
    private final String id;
    private final Effect effect;
    private final Variables variables;
    private final Optional<Schema> request;

    ServiceReader(Folder folder, Map<String, Destination> destinations, Section section) {
        this.folder = folder;
        this.destinations = destinations;
        this.section = section;
        this.id = section.name();
        this.effect = "read".equals(section.text("effect", "")) ? Effect.READ : Effect.WRITE;
        this.variables = Variables.of(section, folder.files());
        this.request = folder.files().schema(id, "request");
    }

    Service service() {
        var reply = "now".equals(section.text("reply", "")) ? Reply.NOW : Reply.LATER;
        together();
        var call = new CallReader(folder, destinations, section, variables, request).call(effect);
        return new Service(id, section.twoLanguages("title"), folder.name(), folder.version(), folder.settings(), reply,
                effect, entry(call), call, schedule(reply),
                new LinksReader(section, folder.files(), folder.destination(), variables).links());
    }

    /** What JSON Schema cannot say: keys that need each other. */
    private void together() {
        if (section.flag("ordered", false) && !section.has("key")) {
            section.fault("ordered", new Text("cần `key` để biết thứ tự theo gì", "needs a `key` to order by"));
        }
        if (section.has("after") && !section.has("key")) {
            section.fault("after", new Text("cần `key` để tìm giao dịch của dịch vụ kia",
                    "needs a `key` to find the other's transaction by"));
        }
        if (section.has("cache") && effect == Effect.WRITE) {
            section.fault("cache", new Text("chỉ dành cho dịch vụ đọc", "is for reads only"));
        }
        if (section.has("caller") != section.has("proof")) {
            section.fault(section.has("caller") ? "caller" : "proof",
                    new Text("`caller` và `proof` phải có cả hai",
                            "stands only together with the other of `caller` and `proof`"));
        }
        if (!id.startsWith(folder.name() + ".")) {
            section.faults().add(section.file().at(section.pointer()),
                    Text.same("`" + id + "` ").and(new Text("phải bắt đầu bằng `", "must begin with `")).and(folder
                            .name() + ".`"));
        }
    }

    /** A write is never answered unrecorded. */
    private boolean unrecorded() {
        var wanted = section.flag("unrecorded", false);
        if (wanted && (effect == Effect.WRITE || !section.text("reply", "").equals("now"))) {
            section.fault("unrecorded", new Text("chỉ dành cho dịch vụ đọc được trả lời ngay",
                    "is for reads that are answered at once"));
        }
        return wanted;
    }

    private Service.Entry entry(Service.Call call) {
        return new Service.Entry(stated().map(Contract.Stated::operation), section.bytes("limit", LIMIT),
                request, folder.files().checks(id, variables.received()), section.rule("key", variables.received()),
                section.rule("idempotency", variables.received()), section.duration("keep").orElse(Duration.ofDays(7)),
                inbound(),
                unrecorded(), attachments(call));
    }

    /** They are not in memory, so nothing may be computed over the body that holds them. */
    private long attachments(Service.Call call) {
        if (!section.has("attachments")) {
            return 0;
        }
        var destination = call.destination();
        if (call.format().kind() != Format.Kind.JSON) {
            section.fault("attachments", new Text("chỉ dành cho nội dung JSON, mà dịch vụ này dùng ",
                    "is for JSON bodies only, and this service speaks ").and(call.format().kind().name()));
        }
        if (destination.signing().filter(Signing::overBody).isPresent()) {
            section.fault("attachments", new Text("không đi cùng `auth.signed` vốn tính trên toàn nội dung, của ",
                    "stands against `auth.signed`, which is computed over the body, of ").and(destination.name()));
        }
        if (section.has("proof") || section.has("chunk") || section.has("cache")) {
            section.fault("attachments", new Text("không đi cùng `proof`, `chunk` và `cache`, vốn đọc nội dung",
                    "stands without `proof`, `chunk` and `cache`, which look into the body"));
        }
        return section.bytes("attachments", 0);
    }

    private Optional<Contract.Stated> stated() {
        var stated = Optional.ofNullable(folder.contract().operations().get(id));
        var place = section.file().at(section.pointer());
        if (section.flag("internal", false)) {
            stated.ifPresent(
                    public_ -> section.fault("internal",
                            new Text("trái với hợp đồng, vốn có thao tác này: ",
                                    "contradicts the contract, which has this operation: ").and(
                                            public_.place()
                                                    .toString())));
            return Optional.empty();
        }
        if (stated.isEmpty()) {
            section.faults().add(place, Text.same("`" + id + "` ").and(new Text("không có thao tác trong hợp đồng",
                    "has no operation in the contract"))
                    .and(Suggestion.text(id, folder.contract().operations().keySet()))
                    .and(new Text(" và không phải `internal: true`", " and is not `internal: true`")));
        }
        stated.filter(found -> !found.operation().documents().isEmpty() && !section.text("reply", "").equals("now"))
                .ifPresent(found -> section.fault("reply",
                        new Text("phải là now: tài liệu trong hợp đồng được chuyển thẳng, không lưu lại",
                                "must be now: the document the contract takes is passed through and not kept")));
        return stated;
    }

    /** The contract must ask local callers for an idempotency key, and them only. */
    private void keyed(boolean inbound) {
        var stated = folder.contract().operations().get(id);
        var needed = effect == Effect.WRITE && !inbound && !section.has("idempotency");
        if (stated != null && stated.keyed() != needed) {
            section.faults().add(stated.place(), needed
                    ? new Text("dịch vụ ghi phải có tham số tiêu đề Idempotency-Key",
                            "a write must have the header parameter Idempotency-Key")
                    : new Text("dịch vụ đọc, hoặc dịch vụ chiều vào, không có tham số tiêu đề Idempotency-Key",
                            "a read or an inbound service takes no header parameter Idempotency-Key"));
        }
    }

    private Optional<Service.Inbound> inbound() {
        var receipt = folder.files().mapping(id, "receipt", Variables.DIALECT);
        var refusal = folder.files().mapping(id, "refusal", Variables.DIALECT);
        var proof = section.section("proof")
                .map(proven -> new Service.Proof(proven.ruleOf("given", variables.before()), proven.ruleOf(
                        "expected", variables.before())));
        var inbound = receipt.isPresent() || refusal.isPresent() || proof.isPresent();
        keyed(inbound);
        return inbound
                ? Optional.of(new Service.Inbound(section.text("caller"), proof, receipt, refusal))
                : Optional.empty();
    }

    private Service.Schedule schedule(Reply reply) {
        return new Service.Schedule(section.durations("retry").orElse(reply == Reply.LATER ? RETRY : List.of()),
                section.duration("expires").orElse(Duration.ofDays(3)), section.flag("ordered", false),
                section.text("after"), sla(reply));
    }

    /** What is answered at once has its time-out for that, so only what is delivered later has one by itself. */
    private Optional<Duration> sla(Reply reply) {
        if (section.text("sla", "").equals("none")) {
            return Optional.empty();
        }
        return section.duration("sla").or(() -> reply == Reply.LATER ? Optional.of(SLA) : Optional.empty());
    }
}
