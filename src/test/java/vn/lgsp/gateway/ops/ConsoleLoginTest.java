package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;

/** The way into the console and out of it. In a real Chromium. */
@OpsStage
class ConsoleLoginTest {
    @RegisterExtension
    static final Console console = new Console();

    @Test
    void a_wrong_password_is_told_on_the_login_page() {
        console.page().navigate("/console/#/transactions?service=payment.init");
        console.page().getByLabel("Tài khoản").fill("visitor");
        console.page().getByLabel("Mật khẩu").fill("guess");
        console.screenshot("login");
        console.page().keyboard().press("Enter");

        assertThat(console.page().getByRole(AriaRole.ALERT)).hasText("Sai tài khoản hoặc mật khẩu.");

        console.page().getByLabel("Tài khoản").fill("operator");
        console.page().getByLabel("Mật khẩu").fill(OpsStage.PASSWORD);
        console.page().keyboard().press("Enter");

        assertThat(console.page()).hasURL(Pattern.compile(".*/console/#/transactions\\?service=payment.init"));
        console.forgive("status of 401");
    }

    @Test
    void whoever_logs_out_sees_the_login_page_again() {
        console.login();

        console.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Đăng xuất")).click();

        assertThat(console.page().getByLabel("Mật khẩu")).isVisible();
        console.forgive("status of 401");
    }
}
