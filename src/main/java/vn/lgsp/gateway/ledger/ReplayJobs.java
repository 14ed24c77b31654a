package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.ReplayJob.Started;
import vn.lgsp.gateway.ledger.ReplayJob.Wish;

/** Replays as the database keeps them: what was asked for is chosen once, and every change of a job is guarded. */
@Component
@DependsOnDatabaseInitialization
public class ReplayJobs {
    /** A filter may match many; choosing them is no page that somebody waits for. */
    private static final int PATIENCE_SECONDS = 30;
    private static final String MATCHED = " from transaction t left join delivery d on d.id = t.id ";
    private static final String KEPT = """
            exists (select 1 from payload p where p.transaction_id = t.id and p.kind in ('request', 'exchange'))""";
    static final String REPLAYED = """
            exists (select 1 from transaction c where c.parent = t.id and c.origin = 'replay')""";
    /** It has ended, and its request is kept. */
    static final String SENDABLE = "d.id is null and t.state not in ('RECEIVED', 'DELIVERING') and " + KEPT;
    private static final String JOB = """
            select j.*, n.waiting, n.sent, n.left_out from replay_job j, lateral (
              select count(*) filter (where outcome = 'WAITING') as waiting,
                count(*) filter (where outcome = 'SENT') as sent,
                count(*) filter (where outcome = 'LEFT_OUT') as left_out from replay_item where job = j.id) n
            """;

    private final JdbcClient sql;
    private final PayloadSeal seal;

    ReplayJobs(DataSource source, PayloadSeal seal) {
        var template = new JdbcTemplate(source);
        template.setQueryTimeout(PATIENCE_SECONDS);
        this.sql = JdbcClient.create(template);
        this.seal = seal;
    }

    /** What a filter matches now; nothing is changed. */
    public List<ReplayItem.Tally> tally(TransactionQuery query) {
        var conditions = SearchConditions.of(query);
        return sql.sql("select t.service, t.state, d.id is not null as waits, " + KEPT + " as kept, " + REPLAYED
                + " as replayed, count(*) as n" + MATCHED + conditions.clauses()
                + " group by 1, 2, 3, 4, 5 order by 1, 2")
                .params(conditions.parameters()).query((row, number) -> new ReplayItem.Tally(row.getString("service"),
                        State.valueOf(row.getString("state")), row.getBoolean("waits"), row.getBoolean("kept"),
                        row.getBoolean("replayed"), row.getLong("n")))
                .list();
    }

    /**
     * Starts a job for what the query matches now and can be sent again; asked for twice under one key it is one job.
     *
     * @param services that still exist
     * @param body sent instead of the original's, of which there is one then
     */
    public Started start(Wish wish, TransactionQuery query, Collection<String> services, Optional<byte[]> body) {
        var conditions = SearchConditions.of(query);
        var narrowed = conditions.clauses() + (conditions.empty() ? " where " : " and ");
        var id = Objects.requireNonNullElse(query.id(), wish.id());
        var started = sql.sql("""
                with job as (
                  insert into replay_job (id, who, request_key, fingerprint, reason, filter, single, again, confirmed,
                    rate, changed_by, created_at)
                  values (:job, :who, :requestKey, :fingerprint, :why, :filter::jsonb, :single, :again, :confirmed,
                    :rate, :who, :now)
                  on conflict (who, request_key) do nothing returning id, again),
                items as (
                  insert into replay_item (job, original, first_said, amended, body)
                  select job.id, t.id, case when t.origin = 'replay' then first_said(t.id) end, :body::bytea is not null,
                    :body::bytea
                """ + " from job, transaction t left join delivery d on d.id = t.id " + narrowed + """
                    t.service = any(:services) and (job.again or not\s""" + REPLAYED + ") and " + SENDABLE
                + ") select id from job")
                .params(conditions.parameters()).param("job", wish.id()).param("who", wish.who()).param("requestKey",
                        wish.requestKey().orElse(null))
                .param("fingerprint", wish.fingerprint()).param("why", wish.reason()).param("filter", wish.filter())
                .param("single", wish.single()).param("again", wish.again()).param("confirmed", wish
                        .confirmed())
                .param("rate", wish.rate()).param("now",
                        Columns.time(wish.at()))
                .param("body", body.map(bytes -> seal.seal(id, bytes)).orElse(null)).param("services", services
                        .toArray(String[]::new))
                .query(UUID.class).optional();
        return started.<Started>map(Started.Now::new).orElseGet(() -> earlier(wish.who(), wish.requestKey()
                .orElseThrow(), wish.fingerprint()).orElseThrow());
    }

    /** The job that was started under this key, if there is one. */
    public Optional<Started> earlier(String who, String requestKey, byte[] fingerprint) {
        return sql.sql("select id, fingerprint from replay_job where who = :who and request_key = :key").param("who",
                who).param("key", requestKey).query(
                        (row, number) -> Arrays.equals(row.getBytes("fingerprint"),
                                fingerprint)
                                        ? new Started.Earlier(row.getObject("id", UUID.class))
                                        : (Started) new Started.Taken())
                .optional();
    }

    public Optional<ReplayJob> job(UUID id) {
        return sql.sql(JOB + " where j.id = :id").param("id", id).query(ReplayJobs::job).optional();
    }

    /** The newest first, those before the given one. */
    public List<ReplayJob> jobs(@Nullable UUID after, int limit) {
        return sql.sql(JOB + (after == null ? "" : " where j.id < :after") + " order by j.id desc limit :limit").params(
                after == null ? Map.of() : Map.of("after", after)).param("limit", limit).query(ReplayJobs::job).list();
    }

    /** How the transactions a job made stand now. */
    public Map<State, Long> children(UUID job) {
        return sql.sql("""
                select t.state, count(*) as n from replay_item i join transaction t on t.id = i.child
                where i.job = :job group by 1""").param("job", job).query((row, number) -> Map.entry(State.valueOf(
                row.getString("state")), row.getLong("n"))).list().stream().collect(Collectors.toMap(Map.Entry::getKey,
                        Map.Entry::getValue));
    }

    /** A job's items in the order of their originals, those behind the given one. */
    public List<ReplayItem> items(UUID job, @Nullable String outcome, @Nullable UUID after, int limit) {
        return sql.sql("""
                select i.original, i.outcome, i.code, i.child, t.service, t.business_key, t.state,
                  c.state as child_state, c.code as child_code, c.reason as child_reason
                from replay_item i join transaction t on t.id = i.original left join transaction c on c.id = i.child
                where i.job = :job and (:outcome::text is null or i.outcome = :outcome)
                  and (:after::uuid is null or i.original > :after) order by i.original limit :limit""").param("job",
                job).param("outcome", outcome).param("after", after).param("limit", limit).query(ReplayJobs::item)
                .list();
    }

    /** Moves a job from one of the given states to another; false when it was in none of them. */
    public boolean change(UUID id, Collection<ReplayJob.State> from, ReplayJob.State to, String who, Instant now) {
        return sql.sql("""
                update replay_job set state = :to, changed_by = :who,
                  ended_at = case when :ends then :now::timestamptz end
                where id = :id and state in (:from)""").param("to", to.name()).param("who", who).param("ends",
                to == ReplayJob.State.CANCELLED).param("now", Columns.time(now)).param("id", id).param("from", from
                        .stream().map(Enum::name).toList())
                .update() == 1;
    }

    private static ReplayJob job(ResultSet row, int number) throws SQLException {
        return new ReplayJob(row.getObject("id", UUID.class), ReplayJob.State.valueOf(row.getString("state")),
                row.getString("who"), row.getString("reason"), row.getString("filter"), row.getBoolean("single"),
                row.getBoolean("again"), row.getInt("rate"), row.getString("changed_by"), Objects.requireNonNull(Rows
                        .instant(row, "created_at")),
                Rows.instant(row, "ended_at"), row.getLong("waiting"), row.getLong(
                        "sent"),
                row.getLong("left_out"));
    }

    private static ReplayItem item(ResultSet row, int number) throws SQLException {
        var child = row.getObject("child", UUID.class);
        var state = row.getString("child_state");
        return new ReplayItem(row.getObject("original", UUID.class), row.getString("service"), row.getString(
                "business_key"), State.valueOf(row.getString("state")), row.getString("outcome"), row.getString("code"),
                child == null || state == null
                        ? Optional.empty()
                        : Optional.of(new ReplayItem.Child(child, State
                                .valueOf(state), row.getString("child_code"), row.getString("child_reason"))));
    }
}
