package vn.lgsp.gateway.sandbox.exchange;

import java.util.Base64;
import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.sandbox.wire.Json;

/**
 * A document that waits in the feed.
 *
 * @param id its place in the feed, growing
 * @param content bytes of its one attachment
 */
record Edoc(long id, String documentId, String subject, byte[] content) {

    Map<String, Object> shown() {
        var header = Json.object("DocumentId", documentId, "From", Json.object("OrganId", "000.00.00.G22", "OrganName",
                "Văn phòng Chính phủ"), "To", List.of(Json.object("OrganId", "000.00.00.H47", "OrganName", null)),
                "Code", Json.object("CodeNumber", String.valueOf(id), "CodeNotation", "VPCP-KSTT"), "PromulgationInfo",
                Json.object("Place", "Hà Nội", "PromulgationDate", "2026-03-01"), "DocumentType", Json.object("Type", 1,
                        "TypeName", "Công văn"),
                "Subject", subject, "SignerInfo", null, "DueDate", null, "OtherInfo", Json.object("Priority", 0),
                "Business", Json.object("BusinessDocType", 0, "BusinessDocReason", null), "ResponseFor", null);
        return Json.object("id", id, "MessageHeader", header, "Attachments", List.of(Json.object("AttachmentName", id
                + "-VPCP.pdf", "ContentType", "application/pdf", "Description", null, "Content",
                Base64.getEncoder().encodeToString(content))));
    }
}
