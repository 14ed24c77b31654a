package vn.lgsp.gateway.connector.folder;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

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
    private final Variables variables;

    LinksReader(Section section, ServiceFiles files, Destination own, Variables variables) {
        this.section = section;
        this.files = files;
        this.own = own;
        this.variables = variables;
    }

    Service.Links links() {
        return new Service.Links(section.rule("reference", variables.reference()), section.section("matches").map(
                this::matches), section.section("once").map(this::once), inquiry(), follow(), undo(), feed(), period());
    }

    private Service.Matches matches(Section matches) {
        return new Service.Matches(matches.text("service", ""), matches.ruleOf("reference", variables.before()));
    }

    private Service.Once once(Section once) {
        return new Service.Once(once.ruleOf("when", variables.received()), once.ruleOf("key", variables.received()),
                once.text("mark", ""));
    }

    private Optional<Service.Inquiry> inquiry() {
        var mapping = paired("inquiry", Variables.SEQUEL);
        var reply = files.mapping(section.name(), "inquiry-reply", Variables.SETTINGS);
        return section.section("inquiry").map(inquiry -> new Service.Inquiry(inquiry.text("service", ""),
                mapping.orElse(NOTHING), inquiry.ruleOf("known", Variables.SETTINGS), reply,
                inquiry.rule("repeated", Variables.ANSWER)));
    }

    private Optional<Service.Follow> follow() {
        var mapping = paired("follow", Variables.SEQUEL);
        return section.text("follow").map(service -> new Service.Follow(service, mapping.orElse(NOTHING)));
    }

    private Optional<Service.Undo> undo() {
        var mapping = paired("undo", Variables.SEQUEL);
        return section.text("undo").map(service -> new Service.Undo(service, mapping.orElse(NOTHING)));
    }

    private Optional<Service.Feed> feed() {
        var mapping = paired("feed", variables.sent());
        return section.section("feed").map(feed -> {
            if (!section.flag("internal", false) || !section.text("reply", "").equals("later")) {
                section.fault("feed", new Text("chỉ dành cho dịch vụ `internal: true`, `reply: later`: không ai gọi nó",
                        "is for services that are `internal: true` and `reply: later`: nobody calls it"));
            }
            var source = Target.of(feed, "source");
            source.check(mapping, Optional.empty());
            return new Service.Feed(Interval.ofPolls(feed).orElse(Duration.ofMinutes(1)), own, source.method(),
                    source.path(), mapping.orElse(NOTHING), feed.ruleOf("items", Variables.SETTINGS), feed.ruleOf("id",
                            Variables.SETTINGS),
                    feed.ruleOf("cursor", Variables.SETTINGS), CallReader.verdicts(feed));
        });
    }

    /** Nobody waits for what a schedule sets off. */
    private Optional<Duration> period() {
        return section.section("schedule").flatMap(schedule -> Interval.ofPeriods(schedule).filter(every -> {
            if (!section.flag("internal", false) || !section.text("reply", "").equals("later") || section.has("feed")) {
                section.fault("schedule",
                        new Text("chỉ dành cho dịch vụ `internal: true`, `reply: later`, không có feed",
                                "is for services that are `internal: true` and `reply: later`, without a feed"));
            }
            return true;
        }));
    }

    /** The key and the mapping of the same name stand only together. */
    private Optional<Expression> paired(String kind, Set<String> known) {
        var mapping = files.mapping(section.name(), kind, known);
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
