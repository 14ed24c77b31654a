package vn.lgsp.gateway.delivery;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;

/** What a call came to that got no answer: by how it failed. */
final class NoAnswer {
    private static final String LATE = "no-answer";
    private static final String CUT_OFF = "answer-lost";
    private static final Set<String> LOST = Set.of(LATE, CUT_OFF);

    private NoAnswer() {}

    static Passage passage(Parcel parcel, Mapping.Started started, Exception failure) {
        return failure instanceof Reach.Refused refused
                ? refused(parcel, started, refused)
                : failed(parcel, started, failure);
    }

    private static Passage refused(Parcel parcel, Mapping.Started started, Reach.Refused refused) {
        var reason = String.valueOf(refused.getMessage());
        return new Passage(Judge.attempt(parcel, started, "UNAVAILABLE", null, Reach.Refused.CODE, reason, 0),
                Verdict.UNAVAILABLE,
                new Unavailable(Reach.Refused.CODE, reason, false, Optional.empty(), Fault.OURS), new byte[0]);
    }

    private static Passage failed(Parcel parcel, Mapping.Started started, Exception failure) {
        var sent = !neverSent(failure);
        var bad = failure instanceof BadAnswer known ? known : null;
        var code = bad != null
                ? bad.code()
                : sent ? failure instanceof SocketTimeoutException ? LATE : CUT_OFF : "not-connected";
        var reason = bad != null ? String.valueOf(bad.getMessage()) : failure.getClass().getSimpleName();
        var lostWrite = sent && parcel.service().writesOnce();
        var outcome = lostWrite
                ? new Unknown(code, reason)
                : new Unavailable(code, reason, sent, Optional.empty(), Fault.PROVIDER);
        return new Passage(Judge.attempt(parcel, started, lostWrite ? "UNKNOWN" : "UNAVAILABLE", null, code, reason, 0),
                Verdict.UNAVAILABLE, outcome, new byte[0]);
    }

    /** True where a request was sent and no answer to it came: it may be at work still. */
    static boolean lost(Outcome outcome) {
        return outcome instanceof Unavailable(var code, _, var sent, _, _) && sent && LOST.contains(code);
    }

    /** True only where it is certain that not one byte of the request was read by the provider. */
    static boolean neverSent(Throwable failure) {
        return failure instanceof ConnectTimeoutException || failure instanceof HttpHostConnectException
                || failure instanceof ConnectException || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof SSLException ssl && String.valueOf(ssl.getMessage()).contains("handshake");
    }
}
