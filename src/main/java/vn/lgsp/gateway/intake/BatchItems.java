package vn.lgsp.gateway.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.JsonPieces;
import vn.lgsp.gateway.connector.JsonPieces.Piece;
import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;

/** The items of a batch, cut out of its body as they came. */
record BatchItems(List<Item> items, List<Fault> faults) {
    private static final Set<String> KNOWN = Set.of("service", "idempotencyKey", "body");
    private static final Text NOT_TAKEN = new Text("không nhận yêu cầu theo lô", "takes no requests in a batch");
    private static final Text UNKNOWN = new Text("là trường không được định nghĩa", "is not a known field");

    /**
     * @param body as it was sent
     * @param faults why it is no item
     */
    record Item(int index, String service, @Nullable String key, byte[] body, List<Fault> faults) {
        /** All that is wrong with it, its service too when that is not taken in a batch. */
        List<Fault> faults(boolean taken) {
            return taken || service.isEmpty()
                    ? faults
                    : Stream.concat(Stream.of(new Fault("/service", NOT_TAKEN)), faults.stream()).toList();
        }
    }

    /** True for a service that can be answered with a receipt to what stands in a batch. */
    static boolean takes(Service service) {
        return service.entry().inbound().isEmpty() && !service.call().streamed() && !service
                .partsAnswers() && service.entry().operation()
                        .filter(
                                operation -> !operation.method().equals("GET") && !operation.path().contains("{"))
                        .isPresent();
    }

    /**
     * @param most items
     * @throws vn.lgsp.gateway.connector.MalformedJson when it cannot be told where an item begins and ends
     */
    static BatchItems of(byte[] batch, int most) {
        var faults = new ArrayList<Fault>();
        var items = new ArrayList<Item>();
        for (var member : JsonPieces.members(batch, 0)) {
            if (!member.name().equals("items")) {
                faults.add(new Fault("/" + member.name(), UNKNOWN));
            } else if (!items.isEmpty() || !member.list()) {
                faults.add(new Fault("/items", new Text("phải là một danh sách", "must be one list")));
            } else {
                JsonPieces.items(batch, member.from()).forEach(piece -> items.add(item(batch, items.size(), piece)));
            }
        }
        if (items.isEmpty() || items.size() > most) {
            faults.add(new Fault("/items", new Text("phải có từ 1 đến " + most + " phần tử", "must have from 1 to "
                    + most + " items")));
        }
        return new BatchItems(items, faults);
    }

    private static Item item(byte[] batch, int index, Piece piece) {
        var faults = new ArrayList<Fault>();
        if (!piece.object()) {
            faults.add(new Fault("", new Text("phải là đối tượng", "must be an object")));
            return new Item(index, "", null, new byte[0], faults);
        }
        var service = "";
        String key = null;
        var body = new byte[0];
        for (var member : JsonPieces.members(batch, piece.from())) {
            if (!KNOWN.contains(member.name())) {
                faults.add(new Fault("/" + member.name(), UNKNOWN));
            } else if (member.name().equals("body")) {
                body = member.bytes(batch);
            } else if (member.text() == null) {
                faults.add(new Fault("/" + member.name(), new Text("phải là văn bản", "must be a text")));
            } else if (member.name().equals("service")) {
                service = member.text();
            } else {
                key = member.text();
            }
        }
        if (key != null && !Inspection.written(key)) {
            faults.add(new Fault("/idempotencyKey", new Text("có ký tự không lưu được",
                    "has characters that cannot be kept")));
            key = null;
        }
        if (service.isEmpty()) {
            faults.add(new Fault("/service", new Text("còn thiếu", "is missing")));
        }
        if (body.length == 0) {
            faults.add(new Fault("/body", new Text("còn thiếu", "is missing")));
        }
        return new Item(index, service, key, body, faults);
    }
}
