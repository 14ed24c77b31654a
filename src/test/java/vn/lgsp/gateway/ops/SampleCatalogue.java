package vn.lgsp.gateway.ops;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Service.Call;
import vn.lgsp.gateway.connector.Service.Entry;
import vn.lgsp.gateway.connector.Service.Links;
import vn.lgsp.gateway.connector.Service.Operation;
import vn.lgsp.gateway.connector.Service.Schedule;
import vn.lgsp.gateway.connector.Service.Verdicts;
import vn.lgsp.gateway.connector.Window;
import vn.lgsp.gateway.connector.faults.Text;

/** Three connectors with the names of the real ones; only what operators see of them is filled in. */
final class SampleCatalogue {
    private static final List<Window> WINDOWS = Stream.of("MON-FRI 22:00-02:00",
            "2026-12-05 22:00-2026-12-06 04:00").map(text -> Window.of(text).orElseThrow()).toList();

    static final List<Inventory.Fault> FAULTS = List.of(new Inventory.Fault("postal", "connector.yaml:12",
            new Text("retyr là trường không được định nghĩa", "unknown key “retyr”: did you mean “retry”?")),
            new Inventory.Fault("population", "connector.yaml:1",
                    new Text("không đọc được tệp", "the file cannot be read")));

    static final Catalogue CATALOGUE = Catalogue.of(List.of(
            connector("dvcqg", new Text("Cổng Dịch vụ công Quốc gia", "National Public Service Portal"),
                    service("dvcqg.sync-dossier", "Đồng bộ hồ sơ", "Synchronise a dossier", Effect.WRITE, true),
                    service("dvcqg.sync-progress", "Cập nhật tiến độ hồ sơ", "Append processing steps", Effect.WRITE,
                            true),
                    service("dvcqg.find-dossier", "Tra cứu hồ sơ", "Is a dossier known", Effect.READ, true)),
            connector("payment", new Text("Nền tảng thanh toán", "Payment Platform"),
                    service("payment.init", "Khởi tạo thanh toán", "Open a payment", Effect.WRITE, false),
                    service("payment.query", "Hỏi trạng thái thanh toán", "State of a payment", Effect.READ, true)),
            connector("postal", new Text("Bưu chính công ích", "Public post"),
                    service("postal.create-order", "Đặt đơn chuyển phát", "Order a delivery", Effect.WRITE, false),
                    service("postal.track", "Theo dõi đơn chuyển phát", "Track a delivery", Effect.WRITE, true))));

    static final Instant SINCE = Instant.parse("2026-03-02T01:30:00Z");

    private SampleCatalogue() {}

    /** The post's folder has a fault since a while. */
    static Inventory.Standing standing(String connector) {
        return new Inventory.Standing(SINCE, connector.equals("postal")
                ? new Inventory.Failing("b01dfacade00", SINCE.plusSeconds(3_600), "faulty")
                : null);
    }

    private static Connector connector(String name, Text title, Service... services) {
        return new Connector(name, title, "Cơ quan chủ quản", "v-" + name, destination(name),
                Stream.of(services).collect(Collectors.toMap(Service::id, s -> s)));
    }

    private static Destination destination(String name) {
        return new Destination(name, URI.create("http://localhost/" + name), new Auth.None(), Map.of(), Map.of(),
                Duration.ofSeconds(10), 20, 0,
                new Destination.Breaker(50, Duration.ofMinutes(1), 5, Duration.ofSeconds(30)), 0,
                name.equals("postal") ? WINDOWS : List.of(),
                Optional.empty(), Destination.Transport.LEAN, Format.JSON, Optional.empty(), Optional.empty());
    }

    private static Service service(String id, String vi, String en, Effect effect, boolean repeatable) {
        var connector = id.substring(0, id.indexOf('.'));
        var entry = new Entry(Optional.of(new Operation("POST", "/" + id, List.of())), 1_000_000, Optional.empty(),
                List.of(), Optional.empty(), Optional.empty(), Duration.ofDays(7), Optional.empty(), false, 0);
        var verdicts = new Verdicts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
        var call = new Call(destination(connector), "POST", "/g", Optional.empty(), Optional.empty(), verdicts,
                repeatable, Optional.empty(), Optional.empty(), Optional.empty(), false, Format.JSON, 0,
                Optional.empty());
        var links = new Links(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        var schedule = new Schedule(List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2),
                Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(3)), Duration.ofDays(3),
                id.equals("dvcqg.sync-progress"),
                Optional.empty(), Optional.of(Duration.ofMinutes(15)));
        return new Service(id, new Text(vi, en), connector, "v-" + connector, Map.of(), Reply.LATER, effect, entry,
                call, schedule, links);
    }
}
