package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;
import vn.lgsp.gateway.ledger.ConnectorVersions;

/** What is served of the connectors, and the way back. In a real Chromium. */
@OpsStage
@SuppressWarnings("NullAway.Init")
class ConsoleConnectorsTest {
    @RegisterExtension
    static final Console console = new Console();

    @Autowired
    private SampleVersions versions;
    @Autowired
    private ConnectorVersions kept;

    @Test
    void an_operator_sees_what_is_served_and_goes_back_to_a_version() {
        versions.forget();
        console.open("connectors");
        var post = console.page().locator("tr[data-connector=postal]");
        assertThat(post).containsText("Có lỗi, không được đưa vào chạy");
        assertThat(post).containsText("connector.yaml:12");
        assertThat(console.page().locator("main")).containsText("callers.yaml:7:5");
        assertThat(console.page().locator("main")).containsText("chưa được dùng; các quyền trước đó vẫn có hiệu lực");
        console.screenshot("connectors");

        post.getByRole(AriaRole.BUTTON).click();
        console.page().locator("dialog textarea").fill("thử lại bản cũ");
        console.screenshot("connectors-rollback");
        console.page().locator("dialog button.danger").click();
        assertThat(console.page().locator("dialog")).hasCount(0);

        assertThat(kept.served().get("postal").version()).isEqualTo(SampleVersions.OLD);
        console.onPhone("connectors");
        assertThat(console.page().locator("tr[data-connector=postal]")).isVisible();
        console.assertNoSidewaysScroll();
        console.screenshot("phone-connectors");
    }
}
