package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;

/**
 * The console in a real Chromium, as an operator handles it ({@code @RegisterExtension static} beside {@link OpsStage}):
 * before each test there is a {@link Morning} and an office's screen, not yet logged in. Its screenshots are in
 * target/screenshots.
 */
@SuppressWarnings("NullAway.Init")
final class Console implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Chromium chromium = new Chromium();
    private Morning morning;
    private String site;
    private Page page;

    @Override
    public void beforeAll(ExtensionContext context) {
        chromium.beforeAll(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var stage = SpringExtension.getApplicationContext(context);
        morning = Morning.of(stage.getBean(SampleLedger.class), stage.getBean(SampleGates.class));
        site = "http://localhost:" + stage.getEnvironment().getRequiredProperty("local.server.port");
        page = chromium.window(site, 1366, 768);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        chromium.afterEach(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        chromium.afterAll(context);
    }

    Morning morning() {
        return morning;
    }

    Page page() {
        return page;
    }

    /** What holds these words may be said in the browser's console during this test. */
    void forgive(String words) {
        chromium.forgive(words);
    }

    void login() {
        page.navigate("/console/");
        page.getByLabel("Mật khẩu").fill(OpsStage.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Đăng nhập")).click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Dịch vụ"))).isVisible();
        forgive("status of 401");
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
