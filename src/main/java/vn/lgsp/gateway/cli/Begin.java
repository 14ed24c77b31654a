package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.cli.scaffold.Draft;
import vn.lgsp.gateway.cli.scaffold.FolderWriter;
import vn.lgsp.gateway.cli.scaffold.OpenApiDraft;
import vn.lgsp.gateway.cli.scaffold.WsdlDraft;

/** Begins a connector from what a system says of itself. */
@Command(name = "new", mixinStandardHelpOptions = true, description = "Writes a connector's folder (declaration, schemas, cases, stand-in) and its contract from a system's"
        + " OpenAPI or WSDL; it lints and tests clean at once. Exit code 0: written; 2: wrong usage, or the folder exists; 3: the description cannot be read.")
final class Begin implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Parameters(paramLabel = "<name>", description = "the connector's name: small letters, digits and hyphens")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--reads", split = ",", paramLabel = "<operation>", description = "WSDL: operations that change nothing there; * for all")
    private List<String> reads = new ArrayList<>();

    /** Where the description is. */
    static final class Source {
        @Option(names = "--openapi", paramLabel = "<file|url>", description = "OpenAPI 3")
        private @Nullable String openapi;

        @Option(names = "--wsdl", paramLabel = "<file|url>", description = "WSDL 1.1, document style")
        private @Nullable String wsdl;
    }

    @Override
    public Integer call() throws IOException {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw bench.wrong(bench.say("tên chỉ gồm a-z, 0-9 và -: ", "a name has a-z, 0-9 and - only: ") + name);
        }
        var folder = bench.connectors().resolve(name);
        var contract = bench.contracts().resolve(name + ".openapi.yaml");
        if (Files.exists(folder) || Files.exists(contract)) {
            throw bench.wrong((Files.exists(folder) ? folder : contract) + bench.say(" đã có", " exists already"));
        }
        var draft = draft();
        var written = FolderWriter.write(draft, folder, bench.contracts());
        if (bench.json()) {
            bench.print(Map.of("folder", folder.toString(), "services", draft.operations().stream().map(
                    Draft.Operation::id).toList(), "files", written.stream().map(String::valueOf).toList(), "notes",
                    draft.notes()));
        } else {
            written.forEach(file -> bench.out().println(file));
            draft.notes().forEach(note -> bench.out().println(bench.say("cần xem: ", "to settle: ") + note));
            bench.out().println(draft.operations().size() + bench.say(" dịch vụ; tiếp theo: ./gateway lint ",
                    " services; next: ./gateway lint ") + name + " && ./gateway test " + name
                    + bench.say(
                            ", rồi cho phép bên gọi trong callers.yaml", ", then let callers in by callers.yaml"));
        }
        return 0;
    }

    private Draft draft() throws IOException {
        var wsdl = source.wsdl;
        if (wsdl != null) {
            return WsdlDraft.of(name, bytes(wsdl), reads);
        }
        // what it cannot read it logs at length, and says again
        LoggingSystem.get(Begin.class.getClassLoader()).setLogLevel("io.swagger", LogLevel.OFF);
        return OpenApiDraft.of(name, there(String.valueOf(source.openapi)));
    }

    private String there(String location) {
        if (!remote(location) && !Files.isRegularFile(Path.of(location))) {
            throw bench.wrong(bench.say("không có tệp ", "there is no file ") + location);
        }
        return location;
    }

    private static boolean remote(String location) {
        return location.matches("https?://.*");
    }

    private byte[] bytes(String location) throws IOException {
        if (!remote(location)) {
            return Files.readAllBytes(Path.of(there(location)));
        }
        try (var in = URI.create(location).toURL().openStream()) {
            return in.readNBytes(20 << 20);
        }
    }
}
