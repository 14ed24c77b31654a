package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;

/** The systems that are called: held, resumed, tried again. In a real Chromium. */
@OpsStage
@SuppressWarnings("NullAway.Init")
class ConsoleDestinationsTest {
    @RegisterExtension
    static final Console console = new Console();

    @Autowired
    private SampleLedger ledger;

    @Test
    void windows_of_maintenance_are_read_in_the_language_of_the_page() {
        console.login();
        console.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Hệ thống đích")).click();
        var postal = console.page().locator("tr[data-destination='postal']");

        assertThat(postal).containsText("Lịch bảo trì: T2–T6 22:00–02:00; 05/12/2026 22:00–04:00");
    }

    @Test
    void a_system_is_held_and_resumed_and_its_breaker_says_when_it_tries_again() {
        console.login();
        console.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Hệ thống đích")).click();
        var portal = console.page().locator("tr[data-destination='dvcqg']");
        var payment = console.page().locator("tr[data-destination='payment']");
        assertThat(payment)
                .containsText(
                        Pattern.compile("Cầu dao đang ngắt, thử lại lúc \\d\\d:\\d\\d( [/\\d]+)? \\(còn 2\\d phút\\)"));
        assertThat(console.page().locator("tr[data-destination='postal']")).containsText("12");

        portal.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Giữ lại")).click();
        console.because("Cổng Dịch vụ công chuyển máy chủ");

        assertThat(portal).containsText("Người vận hành đang giữ");
        assertThat(portal).containsText("Cổng Dịch vụ công chuyển máy chủ");
        console.screenshot("destinations");
        console.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Dịch vụ")).click();
        assertThat(console.page().locator("tr[data-service='dvcqg.sync-dossier']")).containsText(
                "người vận hành đang giữ");
        console.screenshot("services-held");
        console.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Hệ thống đích")).click();
        console.onPhone("destinations");
        assertThat(console.page().locator("tr[data-destination='dvcqg']")).containsText("Người vận hành đang giữ");
        console.screenshot("phone-destinations");
        console.assertNoSidewaysScroll();
        console.page().locator("tr[data-destination='dvcqg']")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(
                        "Gọi tiếp"))
                .click();
        console.because("Đã chuyển xong");
        assertThat(console.page().locator("tr[data-destination='dvcqg']")).containsText("Đang gọi bình thường");
        console.page().locator("tr[data-destination='payment']")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions()
                        .setName("Đóng lại cầu dao"))
                .click();
        console.because("Nền tảng báo đã sửa xong");

        assertThat(console.page().locator("tr[data-destination='payment']")).containsText("Đang gọi bình thường");
        assertThat(ledger.audit()).containsExactly(
                "operator destination.hold.asked dvcqg Cổng Dịch vụ công chuyển máy chủ",
                "operator destination.hold.done dvcqg", "operator destination.resume.asked dvcqg Đã chuyển xong",
                "operator destination.resume.done dvcqg",
                "operator breaker.reset.asked payment Nền tảng báo đã sửa xong", "operator breaker.reset.done payment");
    }
}
