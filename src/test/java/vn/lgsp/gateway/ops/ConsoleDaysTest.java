package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was received and what ended on each day. In a real Chromium. */
@OpsStage
class ConsoleDaysTest {
    @RegisterExtension
    static final Console console = new Console();

    @Test
    void each_day_is_told_of_all_services_and_of_one() {
        console.open("days");

        var today = console.page().locator("tbody tr").first();
        assertThat(today.locator("td.success")).hasText(Pattern.compile("\\d+(,\\d)? %"));
        assertThat(console.page().getByLabel("Dịch vụ").locator("option")).not().hasCount(1);
        console.assertNoSidewaysScroll();
        console.screenshot("days-vi");

        console.page().getByLabel("Dịch vụ").selectOption("dvcqg.sync-dossier");

        assertThat(console.page()).hasURL(Pattern.compile(".*service=dvcqg.sync-dossier.*"));
        assertThat(today.locator("td.delivered")).hasText("1.234");
        assertThat(today.locator("td.success")).hasText("98,4 %");
        console.screenshot("days-of-one");
    }

    @Test
    void it_fits_a_phone() {
        console.onPhone("days");

        assertThat(console.page().locator("tbody tr").first()).isVisible();
        console.assertNoSidewaysScroll();
        console.screenshot("days-phone");
    }
}
