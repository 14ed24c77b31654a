package vn.lgsp.gateway.intake;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;

/**
 * Every service there is, whether a caller may call it, and how its transactions come about. Of other callers and of the
 * providers' addresses it says nothing.
 */
@Component
class ServiceDirectory {
    private static final Text CALLER = new Text("Hệ thống được cấp quyền gọi qua địa chỉ này.",
            "Called at this address by systems that may.");
    private static final Text FEED = new Text("Không ai gọi: cổng tự lấy dữ liệu mới từ hệ thống kia theo chu kỳ này.",
            "Nobody calls it: the gateway itself asks the other system for what is new, at this interval.");
    private static final Text SCHEDULE = new Text("Không ai gọi: cổng tự gửi số liệu của mỗi kỳ dài chừng này.",
            "Nobody calls it: the gateway itself sends its figures of each period of this length.");
    private static final Text CALLBACK = new Text(
            "Không ai gọi: cổng dùng để báo cho hệ thống đã gửi biết kết quả giao dịch.",
            "Nobody calls it: the gateway uses it to tell a sender what became of its transactions.");
    private static final Text GATEWAY = new Text("Không ai gọi: chỉ cổng dùng, cho các giao dịch của dịch vụ khác.",
            "Nobody calls it: only the gateway uses it, for transactions of other services.");

    private final Catalogue catalogue;
    private final Callers callers;

    ServiceDirectory(Catalogue catalogue, Callers callers) {
        this.catalogue = catalogue;
        this.callers = callers;
    }

    Map<String, @Nullable Object> list(Caller caller) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("caller", caller.name());
        members.put("services", catalogue.connectors().values().stream().flatMap(connector -> connector.services()
                .values().stream().map(service -> row(service, connector.title(), caller))).sorted(Comparator.comparing(
                        row -> String.valueOf(row.get("id"))))
                .toList());
        return members;
    }

    private Map<String, Object> row(Service service, Text connector, Caller caller) {
        var members = Offers.about(service, connector);
        members.put("reply", service.reply().name().toLowerCase(Locale.ROOT));
        members.put("effect", service.effect().name().toLowerCase(Locale.ROOT));
        members.put("mayCall", Offers.may(caller, service));
        members.put("origin", origin(service));
        return members;
    }

    private Map<String, Object> origin(Service service) {
        var operation = service.entry().operation();
        if (operation.isPresent()) {
            var origin = origin("caller", CALLER);
            origin.put("method", operation.get().method());
            origin.put("path", Offers.path(service, operation.get()));
            return origin;
        }
        var feed = service.links().feed();
        var period = service.links().period();
        if (feed.isPresent()) {
            return every(feed.get().every(), origin("feed", FEED));
        }
        if (period.isPresent()) {
            return every(period.get(), origin("schedule", SCHEDULE));
        }
        return callers.all().stream().anyMatch(one -> one.callback().filter(service.id()::equals).isPresent())
                ? origin("callback", CALLBACK)
                : origin("gateway", GATEWAY);
    }

    private static Map<String, Object> origin(String by, Text means) {
        var origin = new LinkedHashMap<String, Object>();
        origin.put("by", by);
        origin.put("means", Offers.text(means));
        return origin;
    }

    private static Map<String, Object> every(Duration length, Map<String, Object> origin) {
        origin.put("everySeconds", length.toSeconds());
        return origin;
    }
}
