package vn.lgsp.gateway.crash;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** One request as its caller knows it: what was sent under one key, and what was answered. */
final class Sent {
    /** What is asked of which service. */
    enum Kind {
        DOSSIER("dvcqg.sync-dossier", "/api/dvcqg/v1/dossiers"), PROGRESS("dvcqg.sync-progress",
                "/api/dvcqg/v1/progress"), PAYMENT("payment.init",
                        "/api/payment/v1/payments"), ORDER("postal.create-order",
                                "/api/postal/v1/orders"), LOOK_UP("dvcqg.find-dossier", "/api/dvcqg/v1/dossiers/");

        final String service;
        final String path;

        Kind(String service, String path) {
            this.service = service;
            this.path = path;
        }
    }

    final Kind kind;
    final String number;
    final String key;
    /** Its place among the requests of its kind for this dossier, and what of it can be seen at the provider. */
    final int place;
    final List<String> traces;
    final byte[] body;
    private volatile int status;
    private volatile @Nullable String id;
    private volatile @Nullable String other;

    /** @param traces what of it can be seen at the provider, in order */
    Sent(Kind kind, String number, int place, List<String> traces, byte[] body) {
        this.kind = kind;
        this.number = number;
        this.key = kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + number + "-" + place;
        this.place = place;
        this.traces = traces;
        this.body = body;
    }

    /** The first answer stays; a repeat must name the same transaction. */
    void answered(int newStatus, @Nullable String transaction) {
        if (status == 0) {
            status = newStatus;
            id = transaction;
        } else if (yes() && newStatus < 300 && transaction != null && !transaction.equals(id)) {
            other = transaction;
        }
    }

    /** The HTTP status of its first final answer; 0 when there was none. */
    int status() {
        return status;
    }

    /** True when it was promised or done. */
    boolean yes() {
        return status >= 200 && status < 300;
    }

    /** The transaction its answer named. */
    @Nullable
    String id() {
        return id;
    }

    /** Another transaction a repeat of it was answered with. */
    @Nullable
    String other() {
        return other;
    }

    @Override
    public String toString() {
        return key + " (" + status + ", " + id + ")";
    }
}
