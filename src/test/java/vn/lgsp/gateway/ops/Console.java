package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;

import org.assertj.core.api.Assertions;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;

/** The console in a browser's window, as an operator handles it; its screenshots are in target/screenshots. */
final class Console {
    private final Chromium chromium;
    private final String site;
    private Page page;

    /** On an office's screen, not yet logged in. */
    Console(Chromium chromium, int port) {
        this.chromium = chromium;
        this.site = "http://localhost:" + port;
        this.page = chromium.window(site, 1366, 768);
    }

    Page page() {
        return page;
    }

    void login() {
        page.navigate("/console/");
        page.getByLabel("Mật khẩu").fill(OpsStage.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Đăng nhập")).click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Dịch vụ"))).isVisible();
        chromium.forgive("status of 401");
    }

    /** Logged in, on this view. */
    Page open(String view) {
        login();
        page.navigate("/console/#/" + view);
        return page;
    }

    /** The same on another screen. */
    Page open(int width, int height, String view) {
        page.context().close();
        page = chromium.window(site, width, height);
        return open(view);
    }

    Page onPhone(String view) {
        return open(390, 844, view);
    }

    void screenshot(String name) {
        Chromium.screenshot(page, name);
    }

    void find(String words) {
        page.getByRole(AriaRole.SEARCHBOX).fill(words);
        page.keyboard().press("Enter");
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)
                .setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** The dialog's own button, which does it. */
    Locator doIt() {
        return dialog().getByRole(AriaRole.BUTTON).last();
    }

    /** Says why, and presses the dialog's own button. */
    void because(String reason) {
        dialog().getByLabel(Pattern.compile("Lý do.*")).fill(reason);
        doIt().click();
        assertThat(dialog()).hasCount(0);
    }

    void assertNoSidewaysScroll() {
        Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    }
}
