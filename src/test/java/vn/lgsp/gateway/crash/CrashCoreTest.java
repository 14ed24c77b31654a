package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The core of the crash suite, in every build; the whole of it is {@code mvn -Pcrash verify}. */
class CrashCoreTest {

    @Test
    void nothing_is_lost_doubled_or_put_out_of_order() {
        Unrepeated.once(() -> {
            try (var run = new CrashRun(Plan.core(Plan.givenSeed()))) {
                var report = run.run();
                assertThat(report.clean()).as(report.text()).isTrue();
            }
        });
    }
}
