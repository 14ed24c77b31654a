package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final byte[] TEXT = { 'a' };

    private static Bundle alpha() throws Exception {
        return Bundle.read(Fixtures.GOOD.resolve("config/alpha"), Fixtures.GOOD.resolve("contracts"), Path.of("none"));
    }

    @Test
    void what_is_kept_is_the_same_version_again() throws Exception {
        var alpha = alpha();

        assertThat(alpha.files()).containsKeys("connector.yaml", "contracts/alpha.openapi.yaml");
        assertThat(Bundle.kept("alpha", alpha.zip()).version()).isEqualTo(alpha.version());
        assertThat(Bundle.unzip("alpha", alpha.zip()).version()).isEqualTo(alpha.version());
    }

    @Test
    void it_is_the_same_while_all_names_and_bytes_are() throws Exception {
        var changed = new TreeMap<>(alpha().files());
        changed.put("connector.yaml", TEXT);
        var more = new TreeMap<>(alpha().files());
        more.put("mapping/more.jsonata", TEXT);

        assertThat(alpha().same(alpha())).isTrue();
        assertThat(alpha().same(new Bundle("alpha", changed))).isFalse();
        assertThat(alpha().same(new Bundle("alpha", more))).isFalse();
        assertThat(new Bundle("alpha", more).same(alpha())).isFalse();
        assertThat(alpha().same(new Bundle("beta", alpha().files()))).isFalse();
    }

    @Test
    void what_a_mounted_volume_and_an_editor_hide_is_no_part_of_it(@TempDir Path root) throws Exception {
        var folder = root.resolve("alpha");
        alpha().write(folder, root.resolve("contracts"));
        Files.createDirectories(folder.resolve("..2026_11_25"));
        Files.write(folder.resolve("..2026_11_25/connector.yaml"), TEXT);
        Files.write(folder.resolve("schema/.send.swp"), TEXT);
        Files.write(folder.resolve("connector.yaml~"), TEXT);

        assertThat(Bundle.read(folder, root.resolve("contracts"), Path.of("none")).version())
                .isEqualTo(alpha().version());
    }

    @Test
    void what_editors_leave_is_dropped_from_what_is_brought() throws Exception {
        var brought = new TreeMap<>(alpha().files());
        brought.put("mapping/x.jsonata.bak", TEXT);

        assertThat(Bundle.of("alpha", brought).version()).isEqualTo(alpha().version());
    }

    @Test
    void a_changed_contract_is_another_version() throws Exception {
        var changed = new TreeMap<>(alpha().files());
        changed.put("contracts/alpha.openapi.yaml", TEXT);

        assertThat(Bundle.of("alpha", changed).version()).isNotEqualTo(alpha().version());
        changed.remove("contracts/alpha.openapi.yaml");
        assertThat(Bundle.of("alpha", changed).orContractOf(alpha()).version()).isEqualTo(alpha().version());
    }

    @ParameterizedTest
    @ValueSource(strings = { "../x", "/etc/passwd", "a/../../x", "a//b", ".git/config", "a\\b",
            "contracts/other.openapi.yaml" })
    void a_path_that_leads_elsewhere_is_refused(String path) {
        assertThatThrownBy(() -> Bundle.of("alpha", Map.of("connector.yaml", TEXT, path, TEXT))).isInstanceOf(
                Bundle.Unfit.class);
    }

    @Test
    void a_zip_that_explodes_is_refused() throws Exception {
        var big = new Bundle("alpha", new TreeMap<>(Map.of("connector.yaml", new byte[Bundle.LARGEST + 1])));

        assertThatThrownBy(() -> Bundle.unzip("alpha", big.zip())).isInstanceOf(Bundle.Unfit.class);
        assertThatThrownBy(() -> Bundle.unzip("alpha", TEXT)).isInstanceOf(Bundle.Unfit.class);
    }

    /** A way back that took today's template would lead to what never was. */
    @Test
    void a_template_is_kept_with_the_connector_that_is_laid_on_it(@TempDir Path root) throws Exception {
        var config = Path.of("config");
        var bundle = Bundle.read(config.resolve("connectors/social-insurance"), Path.of("contracts"), config.resolve(
                "templates"));
        var other = Files.createDirectories(root.resolve("changed"));
        Files.writeString(other.resolve("ngsp.yaml"),
                Files.readString(config.resolve("templates/ngsp.yaml")) + "# more\n");

        var changed = Bundle.read(config.resolve("connectors/social-insurance"), Path.of("contracts"), other);

        assertThat(bundle.files()).containsKey("templates/ngsp.yaml");
        assertThat(changed.version()).isNotEqualTo(bundle.version());
    }
}
