package vn.lgsp.gateway.intake;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Stages;

/** The contract as a caller's developer sees it: in a real Chromium. */
@SuppressWarnings("NullAway.Init")
class ContractPagesTest {
    @RegisterExtension
    static final Chromium chromium = new Chromium();
    private final GatewayStage stage = Stages.shared();
    private Page page;

    @BeforeEach
    void open_the_page() {
        page = chromium.window(stage.url().toString(), 1366, 768);
        page.navigate("/api/docs/");
    }

    private void show(String key) {
        page.getByLabel("API key").fill(key);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show my services")).click();
    }

    @Test
    void a_developer_sees_the_services_of_the_own_key_and_no_others() {
        show("test-narrow-key");

        assertThat(page.locator("#said")).containsText("LGSP");
        assertThat(page.locator(".opblock-summary-path[data-path='/api/postal/v1/orders']")).isVisible();
        assertThat(page.locator(".opblock-summary-path").allTextContents()).allSatisfy(path -> assertThat(path.replace(
                "\u200b", ""))
                .matches("/api/(postal/v1/orders|batch.*|services|openapi\\..*|transactions.*|payments.*)"));
        Chromium.screenshot(page, "api-docs");
    }

    @Test
    void a_service_is_tried_out_with_the_typed_key() {
        show(GatewayStage.ONE_STOP);
        var operation = page.locator(".opblock", new Page.LocatorOptions().setHas(page.locator(
                "[data-path='/api/dvcqg/v1/dossiers/{maHoSo}']")));
        operation.locator(".opblock-summary-control").click();
        operation.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try it out")).click();
        operation.getByPlaceholder("maHoSo").fill("H47.12-260302-0012");
        operation.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Execute")).click();

        assertThat(operation.locator(".live-responses-table .response .response-col_status").first())
                .containsText("200");
        assertThat(operation.locator(".live-responses-table .response .response-col_description").first())
                .containsText(Pattern
                        .compile("\"tonTai\": (true|false)"));
        Chromium.screenshot(page, "api-docs-tried");
    }

    @Test
    void a_key_that_nobody_has_is_told_in_words() {
        show("guessed");

        assertThat(page.locator("#said")).containsText("X-API-Key");
        assertThat(page.locator(".opblock")).hasCount(0);
        chromium.forgive("status of 401");
    }
}
