package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;
import vn.lgsp.gateway.ledger.State;

/** Finding a dossier and what became of it. In a real Chromium. */
@OpsStage
@SuppressWarnings("NullAway.Init")
class ConsoleTransactionsTest {
    @RegisterExtension
    static final Console console = new Console();
    private static final String EVIL = "<img src=x onerror=\"document.title='pwned'\">";

    @Autowired
    private SampleLedger ledger;

    @Test
    void a_dossier_is_found_and_opened_by_keyboard() {
        console.login();

        console.page().keyboard().press("/");
        console.page().keyboard().type(Morning.KEY);
        console.page().keyboard().press("Enter");

        assertThat(console.page().locator("tbody tr")).hasCount(4);
        assertThat(console.page().locator("tbody")).containsText("Chưa rõ kết quả");
        console.screenshot("search");

        console.page().locator("tr[data-id='" + console.morning().waiting() + "'] a").focus();
        console.page().keyboard().press("Enter");

        assertThat(console.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(Morning.KEY)))
                .isVisible();
        assertThat(console.page().locator(".waiting"))
                .containsText(Pattern.compile("lần 3/7, thử lại lúc \\d\\d:\\d\\d"));
        assertThat(console.page().locator(".timeline .attempt")).hasCount(2);
        assertThat(console.page().locator(".timeline")).containsText("HTTP 503");
        assertThat(console.page().locator("dl")).containsText("bước tiếp theo");
        assertThat(console.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Gửi lại")))
                .isDisabled();
        console.screenshot("transaction");
    }

    @Test
    void an_id_opens_its_transaction_at_once() {
        console.login();

        console.find(console.morning().unknown().toString());

        assertThat(console.page()).hasURL(Pattern.compile(".*#/transactions/" + console.morning().unknown()));
        assertThat(console.page().locator(".heading .badge")).hasText("Chưa rõ kết quả");
    }

    @Test
    void what_was_only_tried_out_is_marked_and_listed_apart() {
        var key = "H47.12-260302-8800";
        var real = ledger.transaction("dvcqg.sync-dossier", State.DELIVERED).key(key).attempts(1).settledAfterMs(30)
                .insert();
        var tried = ledger.transaction("dvcqg.sync-dossier", State.DELIVERED).key(key).attempts(1).settledAfterMs(30)
                .recorded("sync-dossier").insert();
        console.login();

        console.find(key);
        assertThat(console.page().locator("tbody tr")).hasCount(2);
        assertThat(console.page().locator("tbody .badge.sandbox")).hasCount(1);
        console.screenshot("sandbox-list");
        console.page().locator("select[name=sandbox]").selectOption("false");
        // the only one that is left is opened at once
        assertThat(console.page()).hasURL(Pattern.compile(".*#/transactions/" + real));
        console.find(tried.toString());

        assertThat(console.page().locator(".heading .badge.sandbox")).hasText("Thử");
        assertThat(console.page().locator("dl")).containsText("sync-dossier");
        assertThat(console.page().locator(".meaning")).containsText("không hệ thống nào bên ngoài được gọi");
        console.screenshot("sandbox-transaction");
    }

    @Test
    void nothing_found_says_what_to_try() {
        console.login();

        console.find("H00.00-000000-0000");

        assertThat(console.page().locator(".empty")).containsText("Không tìm thấy giao dịch nào.");
    }

    @Test
    void data_never_becomes_markup() {
        var id = ledger.transaction("payment.init", State.REJECTED).key(EVIL).attempts(1).answer("<b>1</b>", EVIL)
                .insert();
        ledger.attempt(id, 1, Instant.now(), 20, "REJECTED", 200, "<b>1</b>", EVIL);
        console.login();

        console.find(EVIL);

        assertThat(console.page().locator("h1")).hasText(EVIL);
        assertThat(console.page().locator("main img, main b")).hasCount(0);
        console.page().navigate("/console/#/transactions?service=payment.init");
        assertThat(console.page().locator("tbody")).containsText(EVIL);
        assertThat(console.page().locator("main img, main b")).hasCount(0);
        assertThat(console.page().title()).doesNotContain("pwned");
    }

    @Test
    void what_an_end_did_not_set_off_stands_beside_the_transaction_with_its_place_also_on_a_phone() {
        var id = ledger.transaction("postal.create-order", State.DELIVERED).key("H47.12-260302-0077").attempts(1)
                .insert();
        ledger.notSetOff(id, "follow", "dvcqg.sync-status",
                "config/connectors/postal/mapping/postal.create-order.follow.jsonata:1:50: D3137 … `$error`");

        console.onPhone("transactions/" + id);

        assertThat(console.page().locator(".complaint")).containsText(Pattern.compile(
                "Bước tiếp theo không được tạo: dvcqg\\.sync-status.*follow\\.jsonata:1:50"));
        console.screenshot("phone-not-set-off");
        console.assertNoSidewaysScroll();
    }

    @Test
    void the_console_fits_a_phone() {
        console.onPhone("services");
        assertThat(console.page().locator("tbody tr")).hasCount(7);
        console.screenshot("phone-services");
        console.assertNoSidewaysScroll();

        console.page().navigate("/console/#/transactions/" + console.morning().waiting());
        assertThat(console.page().locator(".timeline .attempt")).hasCount(2);
        console.screenshot("phone-transaction");
        console.assertNoSidewaysScroll();
    }
}
