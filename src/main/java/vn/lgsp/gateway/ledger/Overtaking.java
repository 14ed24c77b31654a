package vn.lgsp.gateway.ledger;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether what is to be sent once more has been overtaken: a newer transaction of its lane (services that keep one order
 * together, and one business key) was delivered, may have been, or waits before it. The provider would then end with the older
 * version. How old a replay is, its original says, unless its body was changed.
 */
@Component
@DependsOnDatabaseInitialization
public class Overtaking {
    /** Counting for many is no page that somebody waits for. */
    private static final int PATIENCE_SECONDS = 30;
    private static final String SAID = "case when t.origin = 'replay' then first_said(t.id) else t.id end as said";
    /** Recorded answers keep an order for each caller. */
    private static final String APART = "case when t.sandbox is null then '' else 'sandbox ' || t.caller end";
    /** The newest of one key and lane that are younger than something, however often it came. */
    private static final String NEWEST = """
            (select t.id, t.state, %s from (
              select t.* from transaction t where t.business_key = %%s and t.id > %%s and t.service = any(%%s)
                and %s = %%s order by t.id desc limit 1000) t) n
            """
            .formatted(SAID, APART);
    /** What waits for another service's end lets those behind it pass: it comes before nothing. */
    private static final String WAITS = """
            (n.state in ('RECEIVED', 'DELIVERING')
              and not exists (select 1 from delivery d where d.id = n.id and d.parked like 'after:%'))""";

    /** Of one; what is still in the queue keeps its place there, before those that wait. */
    static final String NEWER = "with asked as materialized (select t.business_key as key, " + APART + " as apart, "
            + SAID + """
            , exists (select 1 from delivery d where d.id = t.id) as keeps_place from transaction t where t.id = :id)
            select count(*) as n, (array_agg(n.id order by n.id desc))[1] as last from asked a,
            """ + NEWEST.formatted("(select key from asked)", "(select said from asked)", ":lane",
                    "(select apart from asked)")
            + """
             where n.said > a.said
              and (n.state in ('DELIVERED', 'UNKNOWN') or not a.keeps_place and\s""" + WAITS + """
            ) and not exists (select 1 from replay_item i
                where i.job = :job::uuid and i.original = n.id and i.outcome = 'WAITING')""";

    /** Of many, by what else is to be sent with them; of each key it is looked up once. */
    private static final String OF_MANY = """
            with lane as (select * from unnest(:laneServices::text[], :laneNames::text[]) as l(service, name)),
            chosen as materialized (
              select t.id, t.business_key as key, l.name, %s as apart, %s from transaction t
              left join delivery d on d.id = t.id
              join lane l on l.service = t.service %%s t.business_key is not null
                and %s and (:again or not %s) limit :most),
            key as (
              select key, name, apart, (array_agg(said order by said))[1] as oldest from chosen group by 1, 2, 3),
            newest as (
              select k.key, k.name, k.apart, n.said from key k cross join lateral (
                select n.said from %s
                where (n.state in ('DELIVERED', 'UNKNOWN') or %s)
                  and n.id not in (select id from chosen) order by n.said desc limit 1) n)
            select count(*) from chosen c join newest n using (key, name, apart) where c.said < n.said""".formatted(
            APART, SAID, ReplayJobs.SENDABLE, ReplayJobs.REPLAYED, NEWEST.formatted("k.key", "k.oldest",
                    "array(select service from lane where name = k.name)", "k.apart"),
            WAITS
                    .replace("%", "%%"));

    private final JdbcClient sql;

    public Overtaking(DataSource source) {
        var template = new JdbcTemplate(source);
        template.setQueryTimeout(PATIENCE_SECONDS);
        this.sql = JdbcClient.create(template);
    }

    /**
     * @param count how many came before it
     * @param last the newest of them
     */
    public record Newer(int count, UUID last) {}

    /** What has overtaken this one; nothing when its lane is empty, because its service keeps no order. */
    public Optional<Newer> newer(UUID id, Collection<String> lane) {
        return newer(id, lane, null);
    }

    /**
     * The same, without what a replay sends after it.
     *
     * @param job sends the oldest first
     */
    public Optional<Newer> newer(UUID id, Collection<String> lane, @Nullable UUID job) {
        return lane.isEmpty()
                ? Optional.empty()
                : sql.sql(NEWER).param("id", id).param("lane", lane.toArray(String[]::new)).param("job", job).query((
                        row, number) -> new Newer(row.getInt("n"), row.getObject("last", UUID.class))).optional()
                        .filter(newer -> newer.count() > 0);
    }

    /**
     * How many of those a replay would send have been overtaken by what it does not send.
     *
     * @param again also those that were replayed before
     * @param lanes the services that keep an order, each with the name of its lane
     * @param most so many are looked at
     */
    public long count(TransactionQuery query, boolean again, Map<String, String> lanes, long most) {
        var conditions = SearchConditions.of(query);
        var narrowed = conditions.clauses() + (conditions.empty() ? " where" : " and");
        return sql.sql(ofMany(narrowed)).params(conditions.parameters()).param("laneServices", lanes.keySet().toArray(
                String[]::new)).param("laneNames", lanes.values().toArray(String[]::new)).param("again", again).param(
                        "most", most)
                .query(Long.class).single();
    }

    static String ofMany(String narrowed) {
        return OF_MANY.formatted(narrowed);
    }
}
