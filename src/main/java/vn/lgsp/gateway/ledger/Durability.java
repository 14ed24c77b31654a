package vn.lgsp.gateway.ledger;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says at the start when the database confirms what it may forget: then no promise of ours survives a power cut. */
@Component
@DependsOnDatabaseInitialization
class Durability {
    private static final Logger log = LoggerFactory.getLogger(Durability.class);

    private final JdbcClient database;

    Durability(DataSource source) {
        this.database = JdbcClient.create(source);
        var off = off();
        if (!off.isEmpty()) {
            log.warn("ledger.not-durable off={}: a crash of the database may lose what was acknowledged", off);
        }
    }

    /** The settings without which a confirmed commit may be lost. */
    final List<String> off() {
        return Stream.of("fsync", "full_page_writes", "synchronous_commit").filter(this::isOff).toList();
    }

    private boolean isOff(String setting) {
        return database.sql("select current_setting(:setting)").param("setting", setting).query(String.class).single()
                .equals("off");
    }
}
