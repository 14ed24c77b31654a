package vn.lgsp.gateway.sandbox.payment;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A receipt: a small, valid, one-page PDF in plain Latin letters. */
final class Bill {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> offsets = new ArrayList<>();

    private Bill() {}

    static byte[] of(Payment payment) {
        var page = "BT /F1 14 Tf 60 760 Td (BIEN LAI THU TIEN) Tj 0 -28 Td (Ma tham chieu: %s) Tj 0 -20 Td (So tien: %s VND) Tj ET"
                .formatted(payment.maThamChieu().replaceAll("[^\\w.-]", ""), payment.soTien());
        return new Bill().written(page);
    }

    private byte[] written(String page) {
        text("%PDF-1.4\n");
        object("<< /Type /Catalog /Pages 2 0 R >>");
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>");
        object("<< /Length " + page.length() + " >>\nstream\n" + page + "\nendstream");
        object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        var start = bytes.size();
        text("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
        offsets.forEach(offset -> text("%010d 00000 n \n".formatted(offset)));
        text("trailer\n<< /Size " + (offsets.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n");
        return bytes.toByteArray();
    }

    private void object(String content) {
        offsets.add(bytes.size());
        text(offsets.size() + " 0 obj\n" + content + "\nendobj\n");
    }

    private void text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
