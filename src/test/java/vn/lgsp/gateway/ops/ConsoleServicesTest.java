package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;

/** The console's first page: what is served and how it goes. In a real Chromium. */
@OpsStage
class ConsoleServicesTest {
    @RegisterExtension
    static final Console console = new Console();

    @Test
    void services_are_listed_problems_first_and_the_language_changes_without_reload() {
        console.login();

        assertThat(console.page().locator("tbody tr")).hasCount(7);
        assertThat(console.page().locator("tbody tr").first()).containsText("Khởi tạo thanh toán");
        assertThat(console.page().locator("tr[data-service='dvcqg.sync-dossier']")).containsText(
                Pattern.compile("98,4 %\\s*1\\.234/1\\.254"));
        assertThat(console.page().locator("tr[data-service='payment.query'] td.success")).containsText("–");
        assertThat(console.page().locator("main a[href='#/connectors']")).containsText("callers.yaml có lỗi từ");
        console.screenshot("services-vi");

        console.page().evaluate("window.notReloaded = true");
        console.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English")).click();

        assertThat(console.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Services")))
                .isVisible();
        assertThat(console.page().locator("tr[data-service='dvcqg.sync-dossier']"))
                .containsText("Synchronise a dossier");
        assertThat(console.page().evaluate("window.notReloaded")).isEqualTo(true);
        console.screenshot("services-en");

        console.page().reload();

        assertThat(console.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Services")))
                .isVisible();
    }

    @Test
    void services_are_filtered_and_sorted() {
        console.login();

        console.page().getByLabel("Hệ thống").selectOption("dvcqg");
        console.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sắp xếp theo Tồn đọng")).click();

        assertThat(console.page().locator("tbody tr")).hasCount(3);
        assertThat(console.page().locator("th[aria-sort]")).hasText(Pattern.compile("Tồn đọng.*"));
        assertThat(console.page()).hasURL(Pattern.compile(".*connector=dvcqg&sort=backlog"));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1920, 1366, 1280 })
    void the_header_is_one_line_on_an_office_screen(int width) {
        console.open(width, 768, "services");
        for (var language : List.of("Tiếng Việt", "English")) {
            console.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(language)).click();

            assertThat(console.page().locator("#top").boundingBox().height).as(language).isLessThan(60);
            console.assertNoSidewaysScroll();
            console.screenshot("header-" + width + "-" + (language.equals("English") ? "en" : "vi"));
        }
    }
}
