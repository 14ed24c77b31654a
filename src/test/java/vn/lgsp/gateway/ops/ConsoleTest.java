package vn.lgsp.gateway.ops;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;

import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.State;

/** The console as an operator sees it: in a real Chromium, with screenshots in target/screenshots. */
@OpsStage
@SuppressWarnings("NullAway.Init")
class ConsoleTest {
    private static final String KEY = "H47.12-260302-0012";
    private static final String EVIL = "<img src=x onerror=\"document.title='pwned'\">";

    private static Playwright playwright;
    private static Browser browser;

    @LocalServerPort
    private int port;
    @Autowired
    private SampleLedger ledger;
    @Autowired
    private SampleGates gates;
    @Autowired
    private SampleVersions versions;
    @Autowired
    private ConnectorVersions kept;
    private BrowserContext window;
    private Page page;
    private final List<String> complaints = new ArrayList<>();
    private UUID waiting = new UUID(0, 0);
    private UUID unknown = new UUID(0, 0);

    @BeforeAll
    static void openChromium() {
        var chromium = chromium();
        Assumptions.assumeTrue(chromium.isPresent(), "SKIPPED: no Chromium on this machine (apt-get install chromium); "
                + "the console was not opened in a browser");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(
                Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(chromium.orElseThrow()).setArgs(List.of("--no-sandbox", "--lang=vi")));
    }

    private static Optional<Path> chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of)
                .filter(Files::isExecutable).findFirst();
    }

    @AfterAll
    static void closeChromium() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void openPage() {
        fill();
        window(1366, 768);
    }

    @AfterEach
    void closePage() {
        window.close();
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

    private void window(int width, int height) {
        if (window != null) {
            window.close();
        }
        window = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height).setLocale("vi-VN")
                .setBaseURL("http://localhost:" + port));
        page = window.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 401")) {
                complaints.add(message.text());
            }
        });
    }

    /** Another window, logged in, at this page. */
    private void window(int width, int height, String address) {
        window(width, height);
        login();
        page.navigate(address);
    }

    private void login() {
        page.navigate("/console/");
        page.getByLabel("Mật khẩu").fill(OpsStage.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Đăng nhập")).click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Dịch vụ"))).isVisible();
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
    }

    private void find(String words) {
        page.getByRole(AriaRole.SEARCHBOX).fill(words);
        page.keyboard().press("Enter");
    }

    @Test
    void a_wrong_password_is_told_on_the_login_page() {
        page.navigate("/console/#/transactions?service=payment.init");
        page.getByLabel("Tài khoản").fill("visitor");
        page.getByLabel("Mật khẩu").fill("guess");
        screenshot("login");
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Sai tài khoản hoặc mật khẩu.");

        page.getByLabel("Tài khoản").fill("operator");
        page.getByLabel("Mật khẩu").fill(OpsStage.PASSWORD);
        page.keyboard().press("Enter");

        assertThat(page).hasURL(Pattern.compile(".*/console/#/transactions\\?service=payment.init"));
    }

    @Test
    void services_are_listed_problems_first_and_the_language_changes_without_reload() {
        login();

        assertThat(page.locator("tbody tr")).hasCount(7);
        assertThat(page.locator("tbody tr").first()).containsText("Khởi tạo thanh toán");
        assertThat(page.locator("tr[data-service='dvcqg.sync-dossier']")).containsText(
                Pattern.compile("98,4 %\\s*1\\.234/1\\.254"));
        assertThat(page.locator("tr[data-service='payment.query'] td.success")).containsText("–");
        screenshot("services-vi");

        page.evaluate("window.notReloaded = true");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English")).click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Services"))).isVisible();
        assertThat(page.locator("tr[data-service='dvcqg.sync-dossier']")).containsText("Synchronise a dossier");
        assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
        screenshot("services-en");

        page.reload();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Services"))).isVisible();
    }

    @Test
    void services_are_filtered_and_sorted() {
        login();

        page.getByLabel("Hệ thống").selectOption("dvcqg");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sắp xếp theo Tồn đọng")).click();

        assertThat(page.locator("tbody tr")).hasCount(3);
        assertThat(page.locator("th[aria-sort]")).hasText(Pattern.compile("Tồn đọng.*"));
        assertThat(page).hasURL(Pattern.compile(".*connector=dvcqg&sort=backlog"));
    }

    @Test
    void a_dossier_is_found_and_opened_by_keyboard() {
        login();

        page.keyboard().press("/");
        page.keyboard().type(KEY);
        page.keyboard().press("Enter");

        assertThat(page.locator("tbody tr")).hasCount(4);
        assertThat(page.locator("tbody")).containsText("Chưa rõ kết quả");
        screenshot("search");

        page.locator("tr[data-id='" + waiting + "'] a").focus();
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(KEY))).isVisible();
        assertThat(page.locator(".waiting")).containsText(Pattern.compile("lần 3/7, thử lại lúc \\d\\d:\\d\\d"));
        assertThat(page.locator(".timeline .attempt")).hasCount(2);
        assertThat(page.locator(".timeline")).containsText("HTTP 503");
        assertThat(page.locator("dl")).containsText("bước tiếp theo");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Gửi lại"))).isDisabled();
        screenshot("transaction");
    }

    @Test
    void an_id_opens_its_transaction_at_once() {
        login();

        find(unknown.toString());

        assertThat(page).hasURL(Pattern.compile(".*#/transactions/" + unknown));
        assertThat(page.locator(".heading .badge")).hasText("Chưa rõ kết quả");
    }

    @Test
    void a_write_that_may_take_effect_twice_is_sent_again_only_with_reason_and_typed_word() {
        login();
        page.navigate("/console/#/transactions/" + unknown);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Gửi lại")).click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        var send = dialog.getByRole(AriaRole.BUTTON).last();

        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Đã hỏi Nền tảng thanh toán: chưa có giao dịch");
        assertThat(send).isDisabled();
        screenshot("replay");
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("goi lai");
        assertThat(send).isDisabled();
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gui lai");
        send.click();

        assertThat(page.locator(".heading .badge")).hasText("Đã tiếp nhận");
        assertThat(page.locator(".related")).containsText("Chưa rõ kết quả");
        assertThat(ledger.audit()).last().asString().startsWith("operator replay.sent " + unknown);
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)
                .setExact(true));
    }

    /** Says why, and presses the dialog's own button. */
    private void because(String reason) {
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill(reason);
        dialog.getByRole(AriaRole.BUTTON).last().click();
        assertThat(dialog).hasCount(0);
    }

    @Test
    void a_system_is_held_and_resumed_and_its_breaker_says_when_it_tries_again() {
        login();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Hệ thống đích")).click();
        var portal = page.locator("tr[data-destination='dvcqg']");
        var payment = page.locator("tr[data-destination='payment']");
        assertThat(payment)
                .containsText(Pattern.compile("Cầu dao đang ngắt, thử lại lúc \\d\\d:\\d\\d \\(còn 2\\d phút\\)"));
        assertThat(page.locator("tr[data-destination='postal']")).containsText("12");

        portal.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Giữ lại")).click();
        because("Cổng Dịch vụ công chuyển máy chủ");

        assertThat(portal).containsText("Người vận hành đang giữ");
        assertThat(portal).containsText("Cổng Dịch vụ công chuyển máy chủ");
        screenshot("destinations");
        window(390, 844, "/console/#/destinations");
        assertThat(page.locator("tr[data-destination='dvcqg']")).containsText("Người vận hành đang giữ");
        screenshot("phone-destinations");
        assertNoSidewaysScroll();
        page.locator("tr[data-destination='dvcqg']").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(
                "Gọi tiếp")).click();
        because("Đã chuyển xong");
        assertThat(page.locator("tr[data-destination='dvcqg']")).containsText("Đang gọi bình thường");
        page.locator("tr[data-destination='payment']").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions()
                .setName("Đóng lại cầu dao")).click();
        because("Nền tảng báo đã sửa xong");

        assertThat(page.locator("tr[data-destination='payment']")).containsText("Đang gọi bình thường");
        assertThat(ledger.audit()).containsExactly(
                "operator destination.hold.asked dvcqg Cổng Dịch vụ công chuyển máy chủ",
                "operator destination.hold.done dvcqg", "operator destination.resume.asked dvcqg Đã chuyển xong",
                "operator destination.resume.done dvcqg",
                "operator breaker.reset.asked payment Nền tảng báo đã sửa xong", "operator breaker.reset.done payment");
    }

    @Test
    void what_a_search_found_is_counted_sent_again_and_can_be_paused_and_cancelled() {
        for (int n = 0; n < 30; n++) {
            ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED, Instant.now().minusSeconds(600 - n)).key(
                    "H47.12-260302-02%02d".formatted(n)).attempts(8).answer("http-503", "Service Unavailable").insert();
        }
        login();
        page.navigate("/console/#/transactions?service=dvcqg.sync-dossier&state=EXHAUSTED");
        button("Gửi lại tất cả…").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("Sẽ gửi lại 30 trong 30 giao dịch");
        dialog.getByLabel("Số giao dịch mỗi giây").fill("5");
        screenshot("replays-ask");
        because("Cổng đã hoạt động lại");

        assertThat(page).hasURL(Pattern.compile(".*#/replays/.+"));
        var job = UUID.fromString(page.url().substring(page.url().lastIndexOf('/') + 1));
        ledger.replay(job, 12);
        assertThat(page.locator(".track")).containsText("12/30");
        screenshot("replay-running");
        button("Tạm dừng").click();
        because("");
        assertThat(page.locator(".heading .badge")).hasText("Tạm dừng");
        button("Tiếp tục").click();
        because("");
        assertThat(page.locator(".heading .badge")).hasText("Đang gửi");

        window(390, 844, "/console/#/replays/" + job);
        assertThat(page.locator(".track")).containsText("12/30");
        screenshot("phone-replay");
        assertNoSidewaysScroll();
        button("Hủy phần còn lại").click();
        because("Đủ rồi");

        assertThat(page.locator(".heading .badge")).hasText("Đã hủy");
        page.navigate("/console/#/replays");
        assertThat(page.locator("tr[data-replay='" + job + "']")).containsText("12/30");
        screenshot("phone-replays");
        assertNoSidewaysScroll();
    }

    @Test
    void in_bulk_too_what_may_take_effect_twice_needs_the_typed_word() {
        login();
        page.navigate("/console/#/transactions?service=payment.init&state=UNKNOWN");
        button("Gửi lại tất cả…").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        var send = dialog.getByRole(AriaRole.BUTTON).last();
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Nền tảng xác nhận chưa có");

        assertThat(dialog).containsText("1 giao dịch GHI dữ liệu");
        assertThat(send).isDisabled();
        dialog.getByLabel(Pattern.compile("Gõ.*")).fill("gửi lại");
        send.click();

        assertThat(page).hasURL(Pattern.compile(".*#/replays/.+"));
    }

    @Test
    void what_is_late_is_listed_and_can_be_stopped() {
        login();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Quá hạn xử lý")).click();
        assertThat(page.locator("tbody tr")).hasCount(12);
        screenshot("overdue");
        page.locator("tbody tr a").first().click();
        button("Dừng").click();
        screenshot("stop");
        because("Công dân đã rút hồ sơ");

        assertThat(page.locator(".heading .badge")).hasText("Đã hủy");
        assertThat(ledger.audit()).last().asString().startsWith("operator transaction.cancel.done");
        window(390, 844, "/console/#/overdue");
        assertThat(page.locator("tbody tr")).hasCount(11);
        screenshot("phone-overdue");
        assertNoSidewaysScroll();
    }

    @Test
    void an_operator_says_what_became_of_a_lost_answer() {
        login();
        page.navigate("/console/#/transactions/" + unknown);
        assertThat(button("Chưa giao")).isVisible();
        screenshot("decide");
        button("Đã giao rồi").click();
        because("Nền tảng xác nhận đã có giao dịch");

        assertThat(page.locator(".heading .badge")).hasText("Đã giao");
        assertThat(button("Chưa giao")).hasCount(0);
    }

    @Test
    void the_content_is_shown_to_who_says_why_and_can_be_mended_before_it_is_sent_again() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.REJECTED).key(KEY).attempts(1).answer("12", "Sai mã")
                .insert();
        login();
        page.navigate("/console/#/transactions/" + id);
        button("Xem nội dung gốc…").click();
        because("Công dân khiếu nại");
        assertThat(page.locator("pre.payload")).containsText("maHoSo");

        button("Gửi lại").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel(Pattern.compile("Lý do.*")).fill("Sửa mã thủ tục");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sửa nội dung trước khi gửi…"))
                .click();
        var body = dialog.getByLabel("Nội dung mới");
        assertThat(body).hasValue(Pattern.compile(".*H47.12-260302-0012.*"));
        body.fill("{}");
        dialog.getByRole(AriaRole.BUTTON).last().click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("thiếu số hồ sơ");
        screenshot("replay-mended");
        body.fill("{\"maHoSo\": \"H47.12-260302-0013\"}");
        dialog.getByRole(AriaRole.BUTTON).last().click();

        assertThat(page.locator(".heading .badge")).hasText("Đã tiếp nhận");
        assertThat(ledger.audit()).contains("operator payload.read " + id + " request: Công dân khiếu nại",
                "operator replay.amended " + id + " Sửa mã thủ tục");
        complaints.removeIf(text -> text.contains("status of 422"));
    }

    @Test
    void data_never_becomes_markup() {
        var id = ledger.transaction("payment.init", State.REJECTED).key(EVIL).attempts(1).answer("<b>1</b>", EVIL)
                .insert();
        ledger.attempt(id, 1, Instant.now(), 20, "REJECTED", 200, "<b>1</b>", EVIL);
        login();

        find(EVIL);

        assertThat(page.locator("h1")).hasText(EVIL);
        assertThat(page.locator("main img, main b")).hasCount(0);
        page.navigate("/console/#/transactions?service=payment.init");
        assertThat(page.locator("tbody")).containsText(EVIL);
        assertThat(page.locator("main img, main b")).hasCount(0);
        assertThat(page.title()).doesNotContain("pwned");
    }

    @Test
    void nothing_found_says_what_to_try() {
        login();

        find("H00.00-000000-0000");

        assertThat(page.locator(".empty")).containsText("Không tìm thấy giao dịch nào.");
    }

    @Test
    void the_console_fits_a_phone() {
        window(390, 844);
        login();
        assertThat(page.locator("tbody tr")).hasCount(7);
        screenshot("phone-services");
        assertNoSidewaysScroll();

        page.navigate("/console/#/transactions/" + waiting);
        assertThat(page.locator(".timeline .attempt")).hasCount(2);
        screenshot("phone-transaction");
        assertNoSidewaysScroll();
    }

    private void assertNoSidewaysScroll() {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    }

    @Test
    void whoever_logs_out_sees_the_login_page_again() {
        login();

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Đăng xuất")).click();

        assertThat(page.getByLabel("Mật khẩu")).isVisible();
    }

    /** A morning at the gateway: one breaker open, one route stopped, a dossier on its way. */
    private void fill() {
        ledger.empty();
        gates.forget();
        var now = Instant.now();
        ledger.count("dvcqg.sync-dossier", now.minus(Duration.ofHours(1)), State.DELIVERED, 1_234);
        ledger.count("dvcqg.sync-dossier", now.minus(Duration.ofHours(1)), State.REJECTED, 20);
        ledger.count("dvcqg.sync-progress", now.minus(Duration.ofHours(1)), State.DELIVERED, 2_310);
        ledger.count("dvcqg.find-dossier", now.minus(Duration.ofHours(1)), State.DELIVERED, 17_802);
        ledger.count("payment.init", now.minus(Duration.ofHours(1)), State.DELIVERED, 310);
        ledger.count("payment.init", now.minus(Duration.ofHours(1)), State.EXHAUSTED, 41);
        ledger.count("postal.create-order", now.minus(Duration.ofHours(1)), State.DELIVERED, 87);
        ledger.count("postal.create-order", now.minus(Duration.ofHours(1)), State.EXPIRED, 9);
        dossier(now);
        for (int n = 0; n < 12; n++) {
            var id = ledger.transaction("postal.create-order", State.DELIVERING, now.minusSeconds(2_400 + 60L * n))
                    .key("H47.12-260302-01%02d".formatted(n)).attempts(1).insert();
            ledger.waiting(id, "postal.create-order", now.plusSeconds(600), 1, n < 3 ? "breaker-open" : null);
        }
    }

    private void dossier(Instant now) {
        var start = now.minusSeconds(420);
        var first = ledger.transaction("dvcqg.sync-dossier", State.DELIVERED, start).key(KEY).attempts(1)
                .settledAfterMs(342).insert();
        ledger.attempt(first, 1, start.plusMillis(12), 318, "DELIVERED", 200, "0", "Thành công");
        waiting = ledger.transaction("payment.init", State.DELIVERING, start.plusSeconds(60)).key(KEY)
                .reference("QNAM-260302-0012-1").child(first, "follow").attempts(2)
                .answer("12", "Hệ thống đang bận, vui lòng thử lại sau").insert();
        ledger.attempt(waiting, 1, start.plusSeconds(60).plusMillis(12), 10_004, "UNAVAILABLE", null, "no-answer",
                "không có câu trả lời trong 10 giây");
        ledger.attempt(waiting, 2, start.plusSeconds(76), 1_240, "UNAVAILABLE", 503, "12",
                "Hệ thống đang bận, vui lòng thử lại sau");
        ledger.waiting(waiting, "payment.init", now.plusSeconds(185), 2, null);
        unknown = ledger.transaction("payment.init", State.UNKNOWN, start.plusSeconds(120)).key(KEY).attempts(1)
                .settledAfterMs(10_020).answer("no-answer", "mất câu trả lời sau khi đã gửi").insert();
        ledger.attempt(unknown, 1, start.plusSeconds(120).plusMillis(12), 10_002, "UNKNOWN", null, "no-answer",
                "mất câu trả lời sau khi đã gửi");
        var track = ledger.transaction("postal.track", State.REJECTED, start.plusSeconds(200)).key(KEY).attempts(1)
                .settledAfterMs(95).answer("-3", "Mã vận đơn không tồn tại").child(first, "feed").insert();
        ledger.attempt(track, 1, start.plusSeconds(200).plusMillis(12), 78, "REJECTED", 200, "-3",
                "Mã vận đơn không tồn tại");
    }

    @Test
    void an_operator_sees_what_is_served_and_goes_back_to_a_version() {
        versions.forget();
        window(1366, 768, "/console/#/connectors");
        var post = page.locator("tr[data-connector=postal]");
        assertThat(post).containsText("Có lỗi, không được đưa vào chạy");
        assertThat(post).containsText("connector.yaml:12");
        assertThat(page.locator("main")).containsText("callers.yaml:7:5");
        screenshot("connectors");

        post.getByRole(AriaRole.BUTTON).click();
        page.locator("dialog textarea").fill("thử lại bản cũ");
        screenshot("connectors-rollback");
        page.locator("dialog button.danger").click();
        assertThat(page.locator("dialog")).hasCount(0);

        assertThat(kept.served().get("postal").version()).isEqualTo(SampleVersions.OLD);
        window(390, 844, "/console/#/connectors");
        assertThat(page.locator("tr[data-connector=postal]")).isVisible();
        screenshot("phone-connectors");
    }
}
