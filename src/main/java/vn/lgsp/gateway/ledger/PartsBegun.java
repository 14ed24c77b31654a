package vn.lgsp.gateway.ledger;

import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.Entry.Parts;

/** In which parts a request was begun to be sent: what its last call went by, and the part it is lost at. */
@Component
@DependsOnDatabaseInitialization
public class PartsBegun {
    private final JdbcClient database;

    PartsBegun(DataSource source) {
        this.database = JdbcClient.create(source);
    }

    /** None for what is not sent in parts, or was not called yet. */
    public Optional<Parts> of(UUID id) {
        return database.sql("select part_of, part_size from transaction where id = :id and part_size is not null")
                .param("id", id).query((row, number) -> new Parts(row.getString(1), row.getInt(2))).optional();
    }

    /** The part whose answer was lost, of what has left the queue with its outcome unknown. */
    public int lost(UUID id) {
        return database.sql("select part_lost from transaction where id = :id and part_lost is not null").param("id",
                id).query(Integer.class).optional().orElse(0);
    }
}
