package vn.lgsp.gateway.connector.folder;

import java.time.Duration;
import java.util.Optional;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;

/** Reads how a service's transactions relate to others. */
final class LinksReader {
    private static final Expression NOTHING = (_, _) -> null;
    private final Section section;
    private final ServiceFiles files;
    private final Destination own;

    LinksReader(Section section, ServiceFiles files, Destination own) {
        this.section = section;
        this.files = files;
        this.own = own;
    }

    Service.Links links() {
        return new Service.Links(section.rule("reference"), section.section("matches").map(this::matches),
                section.section("once").map(LinksReader::once), inquiry(), follow(), undo(), feed(), period());
    }

    private Service.Matches matches(Section matches) {
        return new Service.Matches(matches.text("service", ""), matches.ruleOf("reference"));
    }

    private static Service.Once once(Section once) {
        return new Service.Once(once.ruleOf("when"), once.ruleOf("key"), once.text("mark", ""));
    }

    private Optional<Service.Inquiry> inquiry() {
        var mapping = paired("inquiry");
        var reply = files.mapping(section.name(), "inquiry-reply");
        return section.section("inquiry").map(inquiry -> new Service.Inquiry(inquiry.text("service", ""),
                mapping.orElse(NOTHING), inquiry.ruleOf("known"), reply, inquiry.rule("repeated")));
    }

    private Optional<Service.Follow> follow() {
        var mapping = paired("follow");
        return section.text("follow").map(service -> new Service.Follow(service, mapping.orElse(NOTHING)));
    }

    private Optional<Service.Undo> undo() {
        var mapping = paired("undo");
        return section.text("undo").map(service -> new Service.Undo(service, mapping.orElse(NOTHING)));
    }

    private Optional<Service.Feed> feed() {
        var mapping = paired("feed");
        return section.section("feed").map(feed -> {
            if (!section.flag("internal", false) || !section.text("reply", "").equals("later")) {
                section.fault("feed", new Text("chỉ dành cho dịch vụ `internal: true`, `reply: later`: không ai gọi nó",
                        "is for services that are `internal: true` and `reply: later`: nobody calls it"));
            }
            var source = ServiceReader.target(feed, "source");
            return new Service.Feed(feed.duration("every").orElse(Duration.ofMinutes(1)), own, source.method(),
                    source.path(), mapping.orElse(NOTHING), feed.ruleOf("items"), feed.ruleOf("id"),
                    feed.ruleOf("cursor"), ServiceReader.verdicts(feed));
        });
    }

    /** Counters know whole minutes, and nobody waits for what a schedule sets off. */
    private Optional<Duration> period() {
        return section.section("schedule").flatMap(schedule -> schedule.duration("every").filter(every -> {
            if (every.isZero() || every.toMillis() % 60_000 != 0) {
                schedule.fault("every", new Text("phải là số phút tròn", "must be whole minutes"));
                return false;
            }
            if (!section.flag("internal", false) || !section.text("reply", "").equals("later") || section.has("feed")) {
                section.fault("schedule",
                        new Text("chỉ dành cho dịch vụ `internal: true`, `reply: later`, không có feed",
                                "is for services that are `internal: true` and `reply: later`, without a feed"));
            }
            return true;
        }));
    }

    /** The key and the mapping of the same name stand only together. */
    private Optional<Expression> paired(String kind) {
        var mapping = files.mapping(section.name(), kind);
        var file = "mapping/" + section.name() + "." + kind + ".jsonata";
        if (section.has(kind) && mapping.isEmpty()) {
            section.fault(kind, new Text("cần có ", "needs ").and(file));
        }
        if (mapping.isPresent() && !section.has(kind)) {
            section.faults().add(section.file().at(section.pointer()),
                    Text.same(file).and(new Text(" có đó, nhưng chưa khai báo `", " is there, but not declared is `"))
                            .and(kind + "`"));
        }
        return mapping;
    }
}
