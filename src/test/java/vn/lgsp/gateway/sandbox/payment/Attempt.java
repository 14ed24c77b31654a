package vn.lgsp.gateway.sandbox.payment;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** One accepted INIT and what became of it; changed and read under its own lock. */
final class Attempt {
    static final int PAID = 1;
    static final int PENDING = 3;
    static final int FAILED = 4;

    private static final List<String> KEPT = List.of("MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "ThoiGianGD",
            "ThongTinGiaoDich");

    private final Map<String, String> fields;
    private final String maHoSo;
    private int repeatsRefused;
    private int state = PENDING;
    private String maGiaoDich = "";
    private String paidAt = "";
    private int confirmsSent;
    private int acknowledged;
    private int forgedAcknowledged;
    private String lastReply = "";

    Attempt(JsonNode init) {
        fields = KEPT.stream().collect(Collectors.toUnmodifiableMap(name -> name, name -> Json.text(init, name)));
        maHoSo = init.path("ThongTinBienLai").path("MaHoSo").asString("none");
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    String maHoSo() {
        return maHoSo;
    }

    synchronized void repeated() {
        repeatsRefused++;
    }

    /** False when it is final already. */
    synchronized boolean end(int finalState, String number, String at) {
        if (state != PENDING) {
            return false;
        }
        state = finalState;
        maGiaoDich = number;
        paidAt = at;
        return true;
    }

    synchronized void confirmed(Confirm confirm, boolean yes, String reply) {
        lastReply = reply;
        if (confirm.forged()) {
            forgedAcknowledged += yes ? 1 : 0;
        } else {
            confirmsSent++;
            acknowledged += yes ? 1 : 0;
        }
    }

    synchronized int state() {
        return state;
    }

    synchronized String maGiaoDich() {
        return maGiaoDich;
    }

    synchronized String paidAt() {
        return paidAt.isEmpty() ? field("ThoiGianGD") : paidAt;
    }

    synchronized Payment shown() {
        return new Payment(field("MaThamChieu"), maHoSo(), field("SoTien"), repeatsRefused, state, maGiaoDich,
                confirmsSent, acknowledged, forgedAcknowledged, lastReply);
    }
}
