package vn.lgsp.gateway.sandbox.payment;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** One accepted INIT and what became of it; changed and read under its own lock. */
final class Attempt {
    static final int PAID = 1;
    static final int PENDING = 3;
    static final int FAILED = 4;

    private final JsonNode init;
    private int repeatsRefused;
    private int state = PENDING;
    private String maGiaoDich = "";
    private String paidAt = "";
    private int confirmsSent;
    private int acknowledged;
    private int forgedAcknowledged;
    private String lastReply = "";

    Attempt(JsonNode init) {
        this.init = init;
    }

    String field(String name) {
        return Json.text(init, name);
    }

    String maHoSo() {
        return init.path("ThongTinBienLai").path("MaHoSo").asString("none");
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
