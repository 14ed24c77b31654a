package vn.lgsp.gateway.sandbox.payment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Json;

/** MaXacThuc: SHA-256 over fields joined with "|", the secret last (payment.md §3). */
public final class Checksum {
    private static final List<String> INIT = List.of("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien",
            "LoaiHinhThanhToan", "MaKenhThanhToan", "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang",
            "ThongTinGiaoDich", "ThoiGianGD", "Ip");
    private static final List<String> ASKED = List.of("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu",
            "ThoiGianGD");
    private static final List<String> CONFIRM = List.of("LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien",
            "MaTienTe", "MaGiaoDich", "MaNganHang", "ThoiGianGD", "ThongTinGiaoDich");

    private Checksum() {}

    /** The right one for what the province sends. */
    public static String ofRequest(JsonNode message, String secret) {
        var fields = Json.text(message, "LoaiBanTin").equals("INIT") ? INIT : ASKED;
        return of(fields.stream().map(name -> Json.text(message, name)).toList(), secret);
    }

    /** The right one for what the platform sends. */
    public static String ofConfirm(Map<String, Object> message, String secret) {
        return of(CONFIRM.stream().map(name -> String.valueOf(message.getOrDefault(name, ""))).toList(), secret);
    }

    static boolean equal(String given, String right) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static String of(List<String> values, String secret) {
        return Digest.of(String.join("|", values) + "|" + secret);
    }
}
