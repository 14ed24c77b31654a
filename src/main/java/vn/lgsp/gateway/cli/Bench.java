package vn.lgsp.gateway.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.folder.ConnectorLoader;
import vn.lgsp.gateway.connector.folder.ConnectorSettings;
import vn.lgsp.gateway.connector.proof.FolderProof;
import vn.lgsp.gateway.problem.Language;
import vn.lgsp.gateway.problem.Problems;

/** What all commands of the bench share: where the folders are, and how answers are shown. */
final class Bench {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "<folder>", description = "where connectors/, callers.yaml and the schemas are (default: config)")
    private Path config = Path.of("config");

    @Option(names = "--contracts", paramLabel = "<folder>", description = "where the OpenAPI contracts are (default: contracts)")
    private Path contracts = Path.of("contracts");

    @Option(names = "--schemas", paramLabel = "<folder>", description = "where connector.schema.json and case.schema.json are (default: config)")
    private Path schemas = Path.of("config");

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Option(names = "--lang", paramLabel = "vi|en", description = "language of the answer (default: the machine's)")
    private String language = Locale.getDefault().getLanguage();

    @Option(names = "--set", paramLabel = "<NAME=value>", description = "a placeholder's value, before the environment's; secrets belong into the environment")
    private Map<String, String> values = new HashMap<>();

    boolean json() {
        return json;
    }

    Path config() {
        return config;
    }

    Path connectors() {
        return config.resolve("connectors");
    }

    Path contracts() {
        return contracts;
    }

    Path schemas() {
        return schemas;
    }

    ConnectorSettings settings() {
        return new ConnectorSettings(connectors(), contracts, schemas.resolve("connector.schema.json"));
    }

    /** The folders as they stand; nobody's secrets are needed. */
    FolderProof proof() {
        if (!Files.isDirectory(connectors())) {
            throw wrong("there is no folder " + connectors());
        }
        return new FolderProof(settings(), faults -> Problems.invalid(faults).members(Language.VI, "/api", "T-TEST"));
    }

    /** The connectors as the gateway would read them with this environment. */
    Loaded real() {
        return new ConnectorLoader(settings(), name -> values.getOrDefault(name, System.getenv(name))).load();
    }

    /** @throws ParameterException when there is none that checks */
    Service service(Loaded loaded, String id) {
        return loaded.catalogue().service(id).orElseThrow(() -> {
            var connector = Service.connectorOf(id);
            return wrong(loaded.faults().containsKey(connector)
                    ? unusable(loaded, connector)
                    : say("không có dịch vụ `", "there is no service `") + id + "`" + Suggestion.of(id, loaded
                            .catalogue().services().keySet()));
        });
    }

    /** Why a connector cannot be used: what is wrong with it, or that there is none. */
    String unusable(Loaded loaded, String connector) {
        var faults = loaded.faults().get(connector);
        if (faults == null) {
            return say("không có hệ thống kết nối `", "there is no connector `") + connector + "`" + Suggestion.of(
                    connector, loaded.catalogue().connectors().keySet());
        }
        faults.forEach(fault -> err().println(fault));
        return say("chưa dùng được `", "`") + connector + say("` khi còn lỗi trên",
                "` cannot be used before this is mended");
    }

    String say(String vi, String en) {
        return vietnamese() ? vi : en;
    }

    String say(Text text) {
        return say(text.vi(), text.en());
    }

    boolean vietnamese() {
        return language.equals("vi");
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    void print(Object json) {
        out().println(new String(Json.write(json), StandardCharsets.UTF_8));
        out().flush();
    }

    /** On a terminal in colour, else as it is. */
    static String green(String text) {
        return coloured("32", text);
    }

    static String red(String text) {
        return coloured("31", text);
    }

    private static String coloured(String code, String text) {
        return Ansi.AUTO.enabled() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
