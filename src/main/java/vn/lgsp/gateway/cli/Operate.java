package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.cli.scaffold.Pretty;

/** What an operator does with a running gateway from a terminal: each a call of the operators' API. */
abstract class Operate implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private OpsClient ops = new OpsClient();

    @Option(names = "--reason", paramLabel = "<text>", required = true, description = "why; it is kept in the audit log")
    private String reason = "";

    Bench bench() {
        return bench;
    }

    String reason() {
        return reason;
    }

    /** Sends it, prints the answer: 0 done, 1 refused. */
    int post(String path, Map<String, ?> body, String done) throws IOException {
        var answer = ops.post(bench, path, body);
        if (bench.json()) {
            bench.print(answer.document());
        } else if (answer.fine()) {
            bench.out().println(Bench.green(done));
            answer.document().forEach((name, value) -> bench.out().println("  " + name + ": " + Pretty.json(value)
                    .replace("\n", "\n  ")));
        } else {
            bench.err().println(Bench.red(answer.refusal()));
            if (answer.document().get("faults") instanceof Iterable<?> faults) {
                faults.forEach(fault -> bench.err().println(fault instanceof Map<?, ?> told
                        ? told.get("where") + ": " + told.get("what")
                        : String.valueOf(fault)));
            }
        }
        return answer.fine() ? 0 : 1;
    }

    /** Keeps what comes for a system, instead of calling it. */
    @Command(name = "hold", mixinStandardHelpOptions = true, description = "Calls a system no more until it is resumed; what comes in waits. Exit code 0: held; 1: refused; 3: no gateway.")
    static final class Hold extends Operate {
        @Parameters(paramLabel = "<destination>")
        private String destination = "";

        @Override
        public Integer call() throws IOException {
            return post("/ops/destinations/" + OpsClient.encode(destination) + "/hold", Map.of("reason", reason()),
                    destination + bench().say(" được giữ lại", " is held"));
        }
    }

    /** Calls a held system again. */
    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Calls a held system again. Exit code 0: resumed; 1: refused; 3: no gateway.")
    static final class Resume extends Operate {
        @Parameters(paramLabel = "<destination>")
        private String destination = "";

        @Override
        public Integer call() throws IOException {
            return post("/ops/destinations/" + OpsClient.encode(destination) + "/resume", Map.of("reason", reason()),
                    destination + bench().say(" được gọi tiếp", " is called again"));
        }
    }

    /** Sends a settled transaction again. */
    @Command(name = "replay", mixinStandardHelpOptions = true, description = "Sends a settled transaction again, as a new one. Exit code 0: recorded; 1: refused; 3: no gateway.")
    static final class ReplayOne extends Operate {
        @Parameters(paramLabel = "<transaction>")
        private String transaction = "";

        @Option(names = "--confirm", description = "a second effect at the provider was ruled out or is wanted, and so is an older version after a newer one")
        private boolean confirm;

        @Override
        public Integer call() throws IOException {
            return post("/ops/transactions/" + OpsClient.encode(transaction) + "/replay", Map.of("reason", reason(),
                    "confirm", confirm), bench().say("đã ghi nhận gửi lại", "recorded"));
        }
    }

    /** Serves a folder's connector, as it stands on this machine. */
    @Command(name = "apply", mixinStandardHelpOptions = true, description = "Sends a connector's folder to a running gateway, which checks it and serves it at once; calls under way"
            + " end with the version they began with. Exit code 0: served; 1: refused; 3: no gateway.")
    static final class Apply extends Operate {
        @Parameters(paramLabel = "<folder>")
        private Path folder = Path.of(".");

        @Option(names = "--check", description = "only say what it would change")
        private boolean check;

        @Override
        public Integer call() throws IOException {
            if (!Files.isRegularFile(folder.resolve("connector.yaml"))) {
                throw bench().wrong(folder + bench().say(" không có connector.yaml", " has no connector.yaml"));
            }
            var name = folder.toAbsolutePath().normalize().getFileName().toString();
            var files = files();
            var contract = bench().contracts().resolve(name + ".openapi.yaml");
            if (Files.isRegularFile(contract)) {
                files.put("contracts/" + name + ".openapi.yaml", Files.readString(contract));
            }
            return post("/ops/connectors/" + OpsClient.encode(name) + "/versions?check=" + check + "&reason="
                    + OpsClient.encode(reason()), Map.of("files", files),
                    check
                            ? bench().say("có thể đưa vào chạy", "it can be served")
                            : bench().say("đã đưa vào chạy", "it is served"));
        }

        private Map<String, String> files() throws IOException {
            var files = new LinkedHashMap<String, String>();
            try (var all = Files.walk(folder)) {
                for (var file : all.filter(Files::isRegularFile).sorted().toList()) {
                    files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                }
            }
            return files;
        }
    }

    /** Serves an earlier version of a connector again. */
    @Command(name = "rollback", mixinStandardHelpOptions = true, description = "Serves a kept version of a connector again. Exit code 0: served; 1: refused; 3: no gateway.")
    static final class Rollback extends Operate {
        @Parameters(index = "0", paramLabel = "<connector>")
        private String connector = "";

        @Parameters(index = "1", paramLabel = "<version>")
        private String version = "";

        @Override
        public Integer call() throws IOException {
            return post("/ops/connectors/" + OpsClient.encode(connector) + "/rollback", Map.of("version", version,
                    "reason", reason()), connector + " " + version + bench().say(" đang chạy", " is served"));
        }
    }
}
