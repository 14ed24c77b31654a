package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.cli.Ran.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** What the pages tell to type is typed, and answers what the pages show. */
class DocumentedCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("^```(bash)?\\n(.*?)^```$", Pattern.MULTILINE
            | Pattern.DOTALL);

    @TempDir
    private Path work;

    @BeforeEach
    void copy_what_the_pages_begin_with() throws IOException {
        for (var path : List.of("config/connectors/one-stop", "contracts", "config/callers.yaml")) {
            Files.createDirectories(work.resolve(path).getParent());
            FileSystemUtils.copyRecursively(Path.of(path), work.resolve(path));
        }
    }

    private static String page(String file, String from) throws IOException {
        var page = Files.readString(Path.of("docs", file));
        var begin = page.indexOf("\n## " + from);
        var end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    private static List<String> blocks(String page, boolean typed) {
        return BLOCK.matcher(page).results().filter(block -> (block.group(1) != null) == typed).map(block -> block
                .group(2)).toList();
    }

    /** Writes the files that a page's commands write, by the same shell, and does nothing else of them. */
    private void writeFiles(String page) throws IOException, InterruptedException {
        var script = new ArrayList<String>();
        var within = false;
        for (var line : String.join("", blocks(page, true)).lines().toList()) {
            if (within || line.startsWith("mkdir ") || line.endsWith("<<'END'")) {
                script.add(line);
            }
            within = line.endsWith("<<'END'") || (within && !line.equals("END"));
        }
        var shell = new ProcessBuilder("bash", "-e").directory(work.toFile()).redirectErrorStream(true).start();
        try (var input = shell.outputWriter()) {
            input.write(String.join("\n", script) + "\n");
        }
        assertThat(new String(shell.getInputStream().readAllBytes())).isEmpty();
        assertThat(shell.waitFor()).isZero();
    }

    private Ran here(String... command) {
        var arguments = new ArrayList<>(Arrays.asList(command));
        arguments.addAll(List.of("--config", work.resolve("config").toString(), "--contracts", work.resolve(
                "contracts").toString(), "--lang", "en"));
        return gateway(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({ "1. A REST service, library", "2. A SOAP service, land", "3. A feed, weather",
            "4. An inbound call, parking" })
    void a_walk_through_leads_to_a_connector_whose_cases_hold(String title, String connector) throws Exception {
        var page = page("tutorials.md", title);

        writeFiles(page);

        assertThat(page).contains("\n```\n" + here("lint", connector).out() + here("test", connector).out());
    }

    @Test
    void the_typing_error_of_the_first_walk_through_is_told_as_the_page_says() throws Exception {
        var page = page("tutorials.md", "1. A REST service");
        writeFiles(page);
        var declaration = work.resolve("config/connectors/library/connector.yaml");
        Files.writeString(declaration, Files.readString(declaration).replace("reply: now", "reply: nwo"));

        assertThat(page).contains("\n```\n" + here("lint", "library").out().replace(work + "/", ""));
    }

    @Test
    void the_commands_of_the_bench_answer_what_its_page_shows() throws IOException {
        for (var block : blocks(page("cli.md", "Check a folder"), false)) {
            var command = block.lines().findFirst().orElseThrow().replace("$ ./gateway ", "");

            assertThat(gateway((command + " --lang en").split(" ")).out()).as(command).matches(shown(block));
        }
    }

    @Test
    void a_connector_is_begun_as_the_page_of_the_bench_shows() throws Exception {
        var page = page("cli.md", "Begin one");
        writeFiles(page);

        var begun = here("new", "petstore", "--openapi", work.resolve("petstore.yaml").toString());

        assertThat(begun.out().replace(work + "/", "")).matches(shown(blocks(page, false).getFirst()));
        assertThat(here("lint", "petstore").code()).isZero();
        assertThat(here("test", "petstore").code()).isZero();
    }

    /** A line with three dots stands for any lines. */
    private static Pattern shown(String block) {
        return Pattern.compile(block.lines().skip(1).map(line -> line.equals("…")
                ? "(?:.*\\n)*"
                : Pattern.quote(line) + "\\n").collect(Collectors.joining()));
    }
}
