package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

import vn.lgsp.gateway.browser.Chromium;
import vn.lgsp.gateway.ledger.State;

/** Sending many transactions again. In a real Chromium. */
@OpsStage
@SuppressWarnings("NullAway.Init")
class ConsoleReplaysTest {
    @RegisterExtension
    static final Console console = new Console();

    @Autowired
    private SampleLedger ledger;

    @Test
    void what_a_search_found_is_counted_sent_again_and_can_be_paused_and_cancelled() {
        for (int n = 0; n < 30; n++) {
            ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED, Instant.now().minusSeconds(600 - n)).key(
                    "H47.12-260302-02%02d".formatted(n)).attempts(8).answer("http-503", "Service Unavailable").insert();
        }
        console.open("transactions?service=dvcqg.sync-dossier&state=EXHAUSTED");
        console.button("Gửi lại tất cả…").click();
        var dialog = console.dialog();
        assertThat(dialog).containsText("Sẽ gửi lại 30 trong 30 giao dịch");
        dialog.getByLabel("Số giao dịch mỗi giây").fill("5");
        console.screenshot("replays-ask");
        console.because("Cổng đã hoạt động lại");

        assertThat(console.page()).hasURL(Pattern.compile(".*#/replays/.+"));
        var job = UUID.fromString(console.page().url().substring(console.page().url().lastIndexOf('/') + 1));
        ledger.replay(job, 12);
        assertThat(console.page().locator(".track")).containsText("12/30");
        console.screenshot("replay-running");
        console.button("Tạm dừng").click();
        console.because("");
        assertThat(console.page().locator(".heading .badge")).hasText("Tạm dừng");
        console.button("Tiếp tục").click();
        console.because("");
        assertThat(console.page().locator(".heading .badge")).hasText("Đang gửi");

        console.onPhone("replays/" + job);
        assertThat(console.page().locator(".track")).containsText("12/30");
        console.screenshot("phone-replay");
        console.assertNoSidewaysScroll();
        console.button("Hủy phần còn lại").click();
        console.because("Đủ rồi");

        assertThat(console.page().locator(".heading .badge")).hasText("Đã hủy");
        console.page().navigate("/console/#/replays");
        assertThat(console.page().locator("tr[data-replay='" + job + "']")).containsText("12/30");
        console.screenshot("phone-replays");
        console.assertNoSidewaysScroll();
    }

    @Test
    void in_bulk_too_what_newer_ones_have_overtaken_is_counted_and_needs_the_typed_word() {
        for (int n = 0; n < 3; n++) {
            ledger.transaction("dvcqg.sync-progress", State.EXHAUSTED, Instant.now().minusSeconds(900 - n)).key(
                    "H47.12-260302-030" + n).attempts(8).insert();
        }
        ledger.transaction("dvcqg.sync-progress", State.DELIVERED, Instant.now().minusSeconds(600)).key(
                "H47.12-260302-0301").attempts(1).insert();
        console.open("transactions?service=dvcqg.sync-progress&state=EXHAUSTED");
        console.button("Gửi lại tất cả…").click();
        var dialog = console.dialog();
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Cổng đã hoạt động lại");

        assertThat(dialog).containsText("Sẽ gửi lại 3 trong 3 giao dịch");
        assertThat(dialog).containsText("1 đã có bản mới hơn cùng số hồ sơ");
        assertThat(dialog).containsText("1 giao dịch đã có giao dịch MỚI HƠN cùng số hồ sơ");
        assertThat(console.doIt()).isDisabled();
        console.screenshot("replays-overtaken");
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gửi lại");
        console.doIt().click();

        assertThat(console.page()).hasURL(Pattern.compile(".*#/replays/.+"));
    }

    @Test
    void in_bulk_too_what_may_take_effect_twice_needs_the_typed_word() {
        console.open("transactions?service=payment.init&state=UNKNOWN");
        console.button("Gửi lại tất cả…").click();
        var dialog = console.dialog();
        var send = console.doIt();
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Nền tảng xác nhận chưa có");

        assertThat(dialog).containsText("1 giao dịch GHI dữ liệu");
        assertThat(send).isDisabled();
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gửi lại");
        send.click();

        assertThat(console.page()).hasURL(Pattern.compile(".*#/replays/.+"));
    }
}
