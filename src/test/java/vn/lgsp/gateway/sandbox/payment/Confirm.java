package vn.lgsp.gateway.sandbox.payment;

import java.util.Map;

import vn.lgsp.gateway.sandbox.wire.Json;

/**
 * One CONFIRM, ready to be sent; a repeat is the same bytes.
 *
 * @param forged its MaXacThuc is wrong: nobody should acknowledge it
 */
record Confirm(byte[] json, boolean forged) {

    static Confirm genuine(Attempt attempt, String maGiaoDich, String secret) {
        var message = message(attempt, maGiaoDich);
        message.put("MaXacThuc", Checksum.ofConfirm(message, secret));
        return new Confirm(Json.write(message), false);
    }

    static Confirm forged(Attempt attempt, String maGiaoDich) {
        var message = message(attempt, maGiaoDich);
        message.put("MaXacThuc", Checksum.ofConfirm(message, "not the secret"));
        return new Confirm(Json.write(message), true);
    }

    /** The fields CONFIRM and the answer to QUERY share; the amount is a number here, a text in INIT. */
    static Map<String, Object> message(Attempt attempt, String maGiaoDich) {
        return Json.object("LoaiBanTin", "CONFIRM", "MaLoi", attempt.state() == Attempt.PAID ? "00" : "01", "MaDoiTac",
                attempt.field("MaDoiTac"), "MaThamChieu", attempt.field("MaThamChieu"), "SoTien",
                Long.valueOf(attempt.field("SoTien")), "MaTienTe", attempt.field("MaTienTe"), "MaGiaoDich", maGiaoDich,
                "MaNganHang", "VCB", "ThoiGianGD", attempt.paidAt(), "ThongTinGiaoDich",
                attempt.field("ThongTinGiaoDich"));
    }
}
