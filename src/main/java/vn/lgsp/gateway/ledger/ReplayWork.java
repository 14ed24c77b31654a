package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.ReplayItem.Done;
import vn.lgsp.gateway.ledger.ReplayItem.Due;

/**
 * Who carries a replay on: one node at a time, by a lease that ends soon after its node did. Which node's clock is right
 * does not matter, the database's counts.
 */
@Component
@DependsOnDatabaseInitialization
public class ReplayWork {
    private static final int LEASE_SECONDS = 15;

    private final JdbcClient sql;
    private final PayloadSeal seal;

    ReplayWork(DataSource source, PayloadSeal seal) {
        this.sql = JdbcClient.create(source);
        this.seal = seal;
    }

    /**
     * A running job nobody carries on; it is this node's now.
     *
     * @param rate transactions a second
     */
    public record Taken(UUID job, int rate, boolean again) {}

    public Optional<Taken> take(String owner) {
        return sql.sql("""
                update replay_job set lease_owner = :owner, lease_until = clock_timestamp() + make_interval(secs => :secs)
                where id = (select id from replay_job where state = 'RUNNING'
                    and (lease_until is null or lease_until < clock_timestamp())
                  order by id limit 1 for update skip locked)
                returning id, rate, again""").param("owner", owner).param("secs", LEASE_SECONDS).query((row,
                number) -> new Taken(row.getObject("id", UUID.class), row.getInt("rate"), row.getBoolean("again")))
                .optional();
    }

    /** True while the job runs and is this node's. */
    public boolean keep(UUID job, String owner) {
        return sql.sql("""
                update replay_job set lease_until = clock_timestamp() + make_interval(secs => :secs)
                where id = :job and lease_owner = :owner and state = 'RUNNING'""").param("secs", LEASE_SECONDS).param(
                "job", job).param("owner", owner).update() == 1;
    }

    /** Everybody may carry it on. */
    public void giveBack(UUID job, String owner) {
        sql.sql("update replay_job set lease_owner = null, lease_until = null where id = :job and lease_owner = :owner")
                .param("job", job).param("owner", owner).update();
    }

    /** What is to be sent next, oldest first, by what they said first. */
    public List<Due> due(UUID job, int limit) {
        return sql.sql("""
                select i.original, i.body, t.business_key, j.confirmed from replay_job j
                join replay_item i on i.job = j.id left join transaction t on t.id = i.original
                where j.id = :job and i.outcome = 'WAITING'
                order by coalesce(i.first_said, i.original), i.original limit :limit""").param("job", job)
                .param("limit", limit).query((row, number) -> {
                    var original = row.getObject("original", UUID.class);
                    var body = row.getBytes("body");
                    return new Due(original, row.getString("business_key"), body == null
                            ? Optional.empty()
                            : Optional.of(seal.open(original, body)), row.getBoolean("confirmed"));
                }).list();
    }

    /** The transaction that was opened under this key with this fingerprint, even if nobody has noted it since. */
    public Optional<UUID> opened(String caller, String service, String key, byte[] fingerprint) {
        return sql.sql("""
                select transaction_id from idempotency
                where caller = :caller and service = :service and key = :key and fingerprint = :fingerprint""").param(
                "caller", caller).param("service", service).param("key", key).param("fingerprint", fingerprint).query(
                        UUID.class)
                .optional();
    }

    /** True when a transaction was sent again before. */
    public boolean replayed(UUID original) {
        return sql.sql("select exists (select 1 from transaction where parent = :id and origin = 'replay')").param("id",
                original).query(Boolean.class).single();
    }

    /** Notes what came of a job's items. */
    public void note(UUID job, List<Done> done) {
        var originals = new UUID[done.size()];
        var codes = new @Nullable String[done.size()];
        var children = new @Nullable UUID[done.size()];
        for (int i = 0; i < originals.length; i++) {
            originals[i] = done.get(i).original();
            switch (done.get(i)) {
                case Done.Sent sent -> children[i] = sent.child();
                case Done.LeftOut left -> codes[i] = left.code();
            }
        }
        sql.sql("""
                update replay_item i set outcome = case when s.child is null then 'LEFT_OUT' else 'SENT' end,
                  code = s.code, child = s.child, body = null
                from unnest(:originals::uuid[], :codes::text[], :children::uuid[]) as s(original, code, child)
                where i.job = :job and i.original = s.original and i.outcome = 'WAITING'""").param("originals",
                originals).param("codes", codes).param("children", children).param("job", job).update();
    }

    /** A job that has nothing left to do is done. */
    public void finish(UUID job, Instant now) {
        sql.sql("""
                update replay_job set state = 'DONE', ended_at = :now, lease_owner = null, lease_until = null
                where id = :job and state = 'RUNNING'
                  and not exists (select 1 from replay_item where job = :job and outcome = 'WAITING')""").param("now",
                Columns.time(now)).param("job", job).update();
    }
}
