package vn.lgsp.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

/**
 * The machine's own Chromium for a class of tests ({@code @RegisterExtension static}); where there is none they are
 * skipped and say so. After each test its windows are closed, and nothing may have been said in the browser's console.
 */
@SuppressWarnings("NullAway.Init")
public final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final List<String> complaints = new ArrayList<>();
    private final List<String> forgiven = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        var chromium = installed();
        Assumptions.assumeTrue(chromium.isPresent(), "SKIPPED: no Chromium on this machine (apt-get install chromium); "
                + "no page was opened in a browser");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(
                Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000); // a busy machine takes its time
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(chromium.orElseThrow()).setArgs(List.of("--no-sandbox", "--lang=vi")));
    }

    private static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of)
                .filter(Files::isExecutable).findFirst();
    }

    /** A window without cookies, in Vietnamese, on a site; what it complains of is remembered. */
    public Page window(String site, int width, int height) {
        var page = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height).setLocale("vi-VN")
                .setBaseURL(site)).newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /** What holds these words is to be expected in this test, also when it is still to come. */
    public void forgive(String words) {
        forgiven.add(words);
    }

    /** Keeps what the window shows in {@code target/screenshots}. */
    public static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List.copyOf(browser.contexts()).forEach(window -> window.close());
        complaints.removeIf(complaint -> forgiven.stream().anyMatch(complaint::contains));
        forgiven.clear();
        var said = List.copyOf(complaints);
        complaints.clear();
        assertThat(said).as("errors in the browser's console").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (playwright != null) {
            playwright.close();
        }
    }
}
