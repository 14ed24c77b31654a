package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.browser.Chromium;
import vn.lgsp.gateway.ledger.State;

/** What an operator decides about one transaction. In a real Chromium. */
@OpsStage
@SuppressWarnings("NullAway.Init")
class ConsoleDecisionsTest {
    @RegisterExtension
    static final Console console = new Console();

    @Autowired
    private SampleLedger ledger;

    @Test
    void a_write_that_may_take_effect_twice_is_sent_again_only_with_reason_and_typed_word() {
        console.open("transactions/" + console.morning().unknown());
        console.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Gửi lại")).click();
        var dialog = console.dialog();
        var send = console.doIt();

        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Đã hỏi Nền tảng thanh toán: chưa có giao dịch");
        assertThat(send).isDisabled();
        console.screenshot("replay");
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("goi lai");
        assertThat(send).isDisabled();
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gui lai");
        send.click();

        assertThat(console.page().locator(".heading .badge")).hasText("Đã tiếp nhận");
        assertThat(console.page().locator(".related")).containsText("Chưa rõ kết quả");
        assertThat(ledger.audit()).last().asString().startsWith("operator replay.sent " + console.morning().unknown());
    }

    @Test
    void what_is_late_is_listed_and_can_be_stopped() {
        console.login();
        console.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Quá hạn xử lý")).click();
        assertThat(console.page().locator("tbody tr")).hasCount(12);
        console.screenshot("overdue");
        console.page().locator("tbody tr a").first().click();
        console.button("Dừng").click();
        console.screenshot("stop");
        console.because("Công dân đã rút hồ sơ");

        assertThat(console.page().locator(".heading .badge")).hasText("Đã hủy");
        assertThat(ledger.audit()).last().asString().startsWith("operator transaction.cancel.done");
        console.onPhone("overdue");
        assertThat(console.page().locator("tbody tr")).hasCount(11);
        console.screenshot("phone-overdue");
        console.assertNoSidewaysScroll();
    }

    @Test
    void an_operator_says_what_became_of_a_lost_answer() {
        console.open("transactions/" + console.morning().unknown());
        assertThat(console.button("Chưa giao")).isVisible();
        console.screenshot("decide");
        console.button("Đã giao rồi").click();
        console.because("Nền tảng xác nhận đã có giao dịch");

        assertThat(console.page().locator(".heading .badge")).hasText("Đã giao");
        assertThat(console.button("Chưa giao")).hasCount(0);
    }

    @Test
    void what_newer_ones_have_overtaken_is_told_before_it_is_sent_after_them() {
        var lost = ledger.transaction("dvcqg.sync-progress", State.UNKNOWN, Instant.now().minusSeconds(900)).key(
                Morning.KEY).attempts(1).answer("no-answer", "mất câu trả lời sau khi đã gửi").insert();
        ledger.transaction("dvcqg.sync-progress", State.DELIVERED, Instant.now().minusSeconds(600)).key(Morning.KEY)
                .attempts(1).insert();
        console.open("transactions/" + lost);
        console.button("Gửi lại").click();
        assertThat(console.dialog()).containsText("đã có 1 giao dịch MỚI HƠN");
        console.dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Thôi")).click();
        console.button("Chưa giao").click();
        var dialog = console.dialog();
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Cổng xác nhận chưa nhận");
        assertThat(dialog).containsText("đã có 1 giao dịch MỚI HƠN");
        assertThat(console.doIt()).isDisabled();
        console.screenshot("overtaken");
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gửi lại");
        console.doIt().click();

        assertThat(console.page().locator(".heading .badge")).hasText("Đang gửi");
        assertThat(ledger.audit()).filteredOn(line -> line.contains("found-not-delivered.asked " + lost))
                .singleElement().asString().contains("[overtaken by 1");
    }

    @Test
    void what_has_overtaken_it_since_the_page_was_read_is_told_and_confirmed_in_the_same_dialog() {
        var old = ledger.transaction("dvcqg.sync-progress", State.EXHAUSTED, Instant.now().minusSeconds(900)).key(
                Morning.KEY).attempts(8).insert();
        console.open("transactions/" + old);
        console.button("Gửi lại").click();
        var dialog = console.dialog();
        assertThat(dialog.getByLabel(Pattern.compile("Gõ.*"))).isHidden();
        ledger.transaction("dvcqg.sync-progress", State.DELIVERED, Instant.now().minusSeconds(600)).key(Morning.KEY)
                .attempts(1).insert();
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Cổng đã hoạt động lại");
        console.doIt().click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("bản cũ đến sau bản mới");
        console.screenshot("overtaken-since");
        assertThat(console.doIt()).isDisabled();
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gửi lại");
        console.doIt().click();

        assertThat(console.page().locator(".heading .badge")).hasText("Đã tiếp nhận");
        console.forgive("status of 409");
    }

    @Test
    void the_content_is_shown_to_who_says_why_and_can_be_mended_before_it_is_sent_again() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.REJECTED).key(Morning.KEY).attempts(1)
                .answer("12", "Sai mã")
                .insert();
        console.open("transactions/" + id);
        console.button("Xem nội dung gốc…").click();
        console.because("Công dân khiếu nại");
        assertThat(console.page().locator("pre.payload")).containsText("maHoSo");

        console.button("Gửi lại").click();
        var dialog = console.dialog();
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Sửa mã thủ tục");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sửa nội dung trước khi gửi…"))
                .click();
        var body = dialog.getByLabel("Nội dung mới");
        assertThat(body).hasValue(Pattern.compile(".*H47.12-260302-0012.*"));
        body.fill("{}");
        console.doIt().click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("thiếu số hồ sơ");
        console.screenshot("replay-mended");
        body.fill("{\"maHoSo\": \"H47.12-260302-0013\"}");
        console.doIt().click();

        assertThat(console.page().locator(".heading .badge")).hasText("Đã tiếp nhận");
        assertThat(ledger.audit()).contains("operator payload.read " + id + " request: Công dân khiếu nại",
                "operator replay.amended " + id + " Sửa mã thủ tục");
        console.forgive("status of 422");
    }
}
