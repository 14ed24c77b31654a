package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.ledger.Entry.Result;

/** What transactions leave behind in one group commit: their facts, their calls and their bodies, as rows to be copied. */
final class Traces {
    private static final String TRANSACTIONS = """
            insert into transaction (id, service, caller, business_key, reference, state, mode, mark, received_at, sent_at,
              answered_at, settled_at, attempts, provider_status, code, reason, reply_status, request_bytes, reply_bytes,
              traceparent, version, parent, origin, call_node, sent_bytes, answer_bytes, wait_us, map_us, connect_us,
              first_byte_us, back_us)
            select * from unnest(?::transaction_row[])""";
    private static final String ATTEMPTS = """
            insert into attempt (transaction_id, number, part, started_at, took_ms, outcome, http_status, code, reason,
              sent_bytes, answer_bytes, node, wait_us, map_us, connect_us, first_byte_us, back_us, together)
            select * from unnest(?::attempt_row[])""";
    private static final String PAYLOADS = """
            insert into payload (transaction_id, kind, bytes) select * from unnest(?::payload_row[])""";

    private final PayloadSeal seal;
    private final String node;

    private final RowArray transactions = new RowArray("transaction_row",
            "uuid text text text text text text text time "
                    + "time time time int int text text int int int text text uuid text text int int int int int int int");
    private final RowArray attempts = new RowArray("attempt_row",
            "uuid int int time int text int text text int int text "
                    + "int int int int int int");
    private final RowArray payloads = new RowArray("payload_row", "uuid text bytea");
    /** Of transactions that may have some already: a later attempt's answer takes the place of an earlier one's. */
    private final Columns laterPayloads = new Columns("uuid", "text", "bytea");
    private final Columns attachments = new Columns("uuid");

    Traces(PayloadSeal seal, String node) {
        this.seal = seal;
        this.node = node;
    }

    /** One that begins. */
    void begun(Transaction transaction, byte[] request) {
        row(transaction, request, Result.none(transaction.receivedAt()), null);
        payloads.add(transaction.id(), "request", seal.seal(transaction.id(), request));
    }

    /** One that is over already. */
    void whole(Transaction transaction, byte[] request, Result result) {
        var only = result.onlyCall().orElse(null);
        row(transaction, request, result, only);
        if (only == null) {
            steps(transaction.id(), result, 0);
        }
        kept(transaction.id(), new Exchange(request, result.answer(), result.reply()), result.state());
    }

    /** What came of one that is known, after so many attempts before. */
    void further(UUID id, Result result, int before) {
        claim(result.answer());
        claim(result.reply());
        steps(id, result, before);
        body(id, "answer", result.answer(), before);
        body(id, "reply", result.reply(), before);
    }

    /** @param only the call that its own row keeps */
    private void row(Transaction t, byte[] request, Result r, @Nullable Attempt only) {
        claim(request);
        claim(r.answer());
        claim(r.reply());
        var times = only == null ? Times.NONE : only.times();
        transactions.add(t.id(), t.service(), t.caller(), t.businessKey(), t.reference(), r.state().name(), t.mode(), t
                .mark(), t.receivedAt(), r.sentAt(), r.answeredAt(), r.state().settled() ? r.at() : null,
                r.attempts()
                        .size(),
                r.providerStatus(), r.code(), r.reason(), r.replyStatus(), length(request), r.replyBytes(), t
                        .traceparent(),
                t.version(), t.parent(), t.origin().text(), only == null ? null : node,
                only == null ? null : only.sentBytes(), only == null ? null : only.answerBytes(), times.waiting(), times
                        .map(),
                times.connect(), times.firstByte(), times.back());
    }

    /** In bytes, with its attachments. */
    static int length(byte[] body) {
        return (int) Math.min(Parted.length(body), Integer.MAX_VALUE);
    }

    /** Its attachments are somebody's from now on. */
    private void claim(byte @Nullable [] body) {
        if (body != null) {
            Parted.in(body).forEach(attachment -> attachments.add(attachment.id()));
        }
    }

    /** What was delivered is over: nothing will be written in the place of one of its bodies. */
    private void kept(UUID id, Exchange exchange, State state) {
        if (state == State.DELIVERED && exchange.small()) {
            payloads.add(id, Exchange.KIND, seal.seal(id, exchange.bytes()));
        } else {
            payloads.add(id, "request", seal.seal(id, exchange.request()));
            body(id, "answer", exchange.answer(), 0);
            body(id, "reply", exchange.reply(), 0);
        }
    }

    private void steps(UUID id, Result result, int before) {
        for (int i = 0; i < result.attempts().size(); i++) {
            var a = result.attempts().get(i);
            attempts.add(id, before + i + 1, a.part(), a.startedAt(), (int) a.took().toMillis(), a.outcome(),
                    a.httpStatus(), a.code(), a.reason(), a.sentBytes(), a.answerBytes(), node, a.times().waiting(), a
                            .times().map(),
                    a.times().connect(), a.times().firstByte(), a.times().back(),
                    a.together() == 1 ? null : a.together());
        }
    }

    private void body(UUID id, String kind, byte @Nullable [] body, int before) {
        if (body == null) {
            return;
        }
        var sealed = seal.seal(id, body);
        if (before == 0) {
            payloads.add(id, kind, sealed);
        } else {
            laterPayloads.add(id, kind, sealed);
        }
    }

    /** What a body displaces or claims is written at once, what is new with the rest. */
    void write(Connection connection, Statements together) throws SQLException {
        attachments.run(connection, "delete from attachment_pending where id in (select * from unnest(?))");
        laterPayloads.run(connection, """
                insert into payload (transaction_id, kind, bytes) select * from unnest(?, ?, ?)
                on conflict (transaction_id, kind) do update set bytes = excluded.bytes""");
        together.add(transactions, TRANSACTIONS).add(payloads, PAYLOADS).add(attempts, ATTEMPTS);
    }
}
