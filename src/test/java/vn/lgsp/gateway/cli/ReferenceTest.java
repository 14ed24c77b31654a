package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class ReferenceTest {

    @Test
    void the_page_of_all_keys_is_what_the_schemas_say() throws IOException {
        assertThat(Files.readString(Path.of("docs/reference.md"))).as(
                "write it again: ./gateway reference > docs/reference.md").isEqualTo(Ran.gateway("reference").out());
    }

    @Test
    void each_command_is_described_and_shown() throws IOException {
        var page = Files.readString(Path.of("docs/cli.md"));

        new picocli.CommandLine(new Cli()).getSubcommands().keySet().forEach(command -> assertThat(page).contains(
                "./gateway " + command));
    }
}
