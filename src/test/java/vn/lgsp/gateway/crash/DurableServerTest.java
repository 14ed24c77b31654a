package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;

/** A PostgreSQL that was brought down comes up again, whatever the start before came to; one that runs is left alone. */
@Aside
class DurableServerTest {
    private final Path place = Path.of("target", "crash", "server-" + UUID.randomUUID()).toAbsolutePath();
    private final DurableServer server = new DurableServer(place, Optional.empty(), Map.of());

    @BeforeEach
    void written() {
        server.sql().sql("create table kept as select 1 as n").update();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void one_that_answers_is_left_alone() {
        var began = began();

        assertThat(server.revived()).isTrue();

        assertThat(began()).isEqualTo(began);
    }

    @Test
    void one_that_was_killed_is_started_on_its_files() {
        server.kill();

        assertThat(server.revived()).isTrue();

        assertThat(server.sql().sql("select n from kept").query(Integer.class).single()).isOne();
    }

    /** As it does until it is collected. */
    @Test
    void a_start_that_failed_and_holds_its_lock_still_is_not_in_the_way_of_the_next() throws IOException {
        server.kill();
        server.close();

        try (var lock = new RandomAccessFile(place.resolve("data/epg-lock").toFile(), "rw")) {
            lock.getChannel().lock();

            assertThat(server.revived()).isTrue();
        }
    }

    private String began() {
        return server.sql().sql("select pg_postmaster_start_time()::text").query(String.class).single();
    }
}
