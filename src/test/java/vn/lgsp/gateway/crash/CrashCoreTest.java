package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;

/** The core of the crash suite, in every build; the whole of it is {@code mvn -Pcrash verify}. */
@Aside
class CrashCoreTest {
    private static final long SEED = Plan.givenSeed();

    @Test
    void nothing_is_lost_doubled_or_put_out_of_order() {
        Unrepeated.once(() -> clean(Plan.core(SEED)));
    }

    @Test
    void a_database_that_forgets_what_it_confirmed_is_noticed() {
        Blindness.mustSee(Blindness::forgetfulDatabase, SEED);
    }

    @Test
    void a_gateway_that_answers_before_it_commits_is_noticed() {
        Blindness.mustSee(Blindness::hastyGateway, SEED);
    }

    static void clean(Plan plan) {
        try (var run = new CrashRun(plan)) {
            var report = run.run();
            assertThat(report.clean()).as(report.text()).isTrue();
        }
    }
}
