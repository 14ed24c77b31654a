package vn.lgsp.gateway.ledger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers for good what operators did: who, when, to what and why. Rows are only added. */
@Component
public class Audit {
    private final JdbcClient sql;

    public Audit(DataSource dataSource) {
        sql = JdbcClient.create(dataSource);
    }

    /** Committed when this returns. */
    public void record(String who, String action, String target, @Nullable String detail) {
        sql.sql("""
                insert into audit (id, at, who, action, target, detail)
                values (uuidv7(), now(), :who, :action, :target, :detail)""").param("who", who).param("action", action)
                .param("target", target).param("detail", detail).update();
    }
}
