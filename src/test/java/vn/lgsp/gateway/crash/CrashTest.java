package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole crash suite, {@code mvn -Pcrash verify}: three gateways, minutes of harm, and the controls. */
@Tag("crash")
class CrashTest {
    private static final long SEED = Plan.givenSeed();

    @Test
    void nothing_is_lost_doubled_or_put_out_of_order() {
        Unrepeated.once(() -> CrashCoreTest.clean(Plan.full(SEED)));
    }

    @Test
    void callers_who_go_on_while_the_database_is_sick_do_not_fill_the_heap() {
        var report = SickHeap.run(SEED);

        assertThat(report.clean()).as(report.text()).isTrue();
    }

    @Test
    void a_database_that_forgets_what_it_confirmed_is_noticed() {
        Blindness.mustSee(Blindness::forgetfulDatabase, SEED);
    }

    @Test
    void a_database_whose_disk_forgets_what_it_confirmed_is_noticed() {
        Blindness.mustSee(Blindness::forgetfulDisk, SEED);
    }

    @Test
    void a_gateway_that_answers_before_it_commits_is_noticed() {
        Blindness.mustSee(Blindness::hastyGateway, SEED);
    }
}
