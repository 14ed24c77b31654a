package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.problem.Problem;

/**
 * What the door sends back.
 *
 * @param problem what it says, where it says no
 * @param pending what it waits for before it may leave; whoever looks into it waits for that too, by {@link #sure}
 */
record Answer(int status, String mediaType, byte[] body, Map<String, String> headers, @Nullable Flow flow,
        @Nullable Problem problem, @Nullable Pending pending) {

    /** A body that is written while it arrives. */
    interface Flow {
        void to(OutputStream out) throws IOException;
    }

    Answer(int status, String mediaType, byte[] body, Map<String, String> headers) {
        this(status, mediaType, body, headers, null);
    }

    Answer(int status, String mediaType, byte[] body, Map<String, String> headers, @Nullable Flow flow) {
        this(status, mediaType, body, headers, flow, null);
    }

    Answer(int status, String mediaType, byte[] body, Map<String, String> headers, @Nullable Flow flow,
            @Nullable Problem problem) {
        this(status, mediaType, body, headers, flow, problem, null);
    }

    static Answer json(int status, Object document) {
        return new Answer(status, "application/json", Json.write(document), Map.of());
    }

    /** A body as it is kept: its attachments are fetched while it leaves. */
    static Answer kept(int status, String mediaType, byte[] body, Parted.Shelf shelf) {
        return Parted.is(body)
                ? new Answer(status, mediaType, new byte[0], Map.of(), out -> {
                    try (var whole = Parted.of(body).stream(shelf)) {
                        whole.transferTo(out);
                    }
                })
                : new Answer(status, mediaType, body, Map.of());
    }

    Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, body, more, flow, problem, pending == null
                ? null
                : pending.then(other -> other.with(name, value)));
    }

    /** The same, said otherwise. */
    Answer as(int status, String mediaType, byte[] body) {
        return new Answer(status, mediaType, body, headers, null, problem, pending);
    }

    /** To a caller that tries things out: no provider has said this. */
    Answer inSandbox() {
        return with("Sandbox", "true");
    }

    Answer withDefault(String name, String value) {
        return headers.containsKey(name) ? this : with(name, value);
    }

    /** True only when this is committed. */
    Answer once(CompletableFuture<?> commit) {
        return new Answer(status, mediaType, body, headers, flow, problem, Pending.on(commit));
    }

    /** What is said instead when its commit fails. */
    Answer otherwise(Function<RuntimeException, Answer> failed) {
        return pending == null
                ? this
                : new Answer(status, mediaType, body, headers, flow, problem, new Pending(pending.commit(), failed));
    }

    /** What is to be said, as soon as that is certain. */
    Answer sure() {
        return pending == null
                ? this
                : pending.failure().map(pending.otherwise()).orElseGet(() -> new Answer(status, mediaType, body,
                        headers, flow, problem));
    }
}
