package vn.lgsp.gateway.connector.folder;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Batch;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.faults.Text;

/** Reads how several requests of a service go in one call, and says what that does not go with. */
record BatchReader(Section service, Destination to, Format format) {

    Batch batch(Section part) {
        against(service.text("reply", "").equals("now"),
                new Text("`reply: now`: bên gọi chờ câu trả lời của riêng mình",
                        "`reply: now`: a caller waits for its own answer"));
        against(service.has("chunk"), Text.same("`chunk`"));
        against(format.kind() != Format.Kind.JSON, new Text("`format` khác json", "`format` other than json"));
        against(Target.of(service, "target").method().equals("GET"), new Text("GET, vốn không có nội dung",
                "a GET, which has no body"));
        against(to.auth() instanceof Auth.Webhook, new Text("`auth: webhook`, vốn nêu tên một giao dịch",
                "`auth: webhook`, which names one transaction"));
        return new Batch(part.text("items", ""), part.number("upTo", 1), part.rule("each", Variables.EACH));
    }

    private void against(boolean stated, Text what) {
        if (stated) {
            service.fault("batch", new Text("không đi cùng ", "does not go with ").and(what));
        }
    }
}
