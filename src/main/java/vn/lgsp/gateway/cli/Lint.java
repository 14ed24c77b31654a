package vn.lgsp.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Suggestion;

/** Says everything that is wrong with connectors' folders, as file:line:column. */
@Command(name = "lint", mixinStandardHelpOptions = true, description = "Checks connectors as the gateway does at its start, and more: every service has a case, every"
        + " mapping, schema and stand-in is used. Needs no secret. Exit code 0: clean; 1: faults; 2: wrong usage.")
final class Lint implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Parameters(arity = "0..*", paramLabel = "<connector>", description = "names or folders of connectors; all without one")
    private List<Path> chosen = new ArrayList<>();

    @Override
    public Integer call() {
        var proof = bench.proof();
        var folders = Chosen.of(bench, proof.folders(), chosen);
        var faults = new LinkedHashMap<String, List<DeclarationFault>>();
        folders.forEach(folder -> faults.put(folder.getFileName().toString(), proof.faults(folder)));
        faults.put("callers.yaml", new CallersLint(bench, proof.loaded(), folders.stream().map(
                folder -> folder.getFileName().toString()).toList(), chosen.isEmpty()).faults());
        var all = faults.values().stream().flatMap(List::stream).distinct().toList();
        if (bench.json()) {
            bench.print(json(faults, folders.size()));
        } else {
            all.forEach(fault -> bench.out().println(Bench.red(fault.place() + ":") + " " + fault.message()));
            var count = all.isEmpty()
                    ? Bench.green(bench.say("không có lỗi", "no fault"))
                    : Bench.red(all.size() + bench.say(" lỗi", all.size() == 1 ? " fault" : " faults"));
            bench.out().println(count + bench.say(" trong ", " in ") + folders.size() + bench.say(" hệ thống kết nối",
                    folders.size() == 1 ? " connector" : " connectors"));
        }
        return all.isEmpty() ? 0 : 1;
    }

    private static Map<String, Object> json(Map<String, List<DeclarationFault>> faults, int connectors) {
        var list = new ArrayList<Map<String, Object>>();
        faults.forEach((connector, found) -> found.forEach(fault -> {
            var shown = new LinkedHashMap<String, Object>();
            shown.put("connector", connector);
            shown.put("file", fault.place().file());
            shown.put("line", fault.place().line());
            shown.put("column", fault.place().column());
            shown.put("message", fault.message());
            list.add(shown);
        }));
        var whole = new LinkedHashMap<String, Object>();
        whole.put("clean", list.isEmpty());
        whole.put("connectors", connectors);
        whole.put("faults", list);
        return whole;
    }

    /** The folders that were asked for. */
    static final class Chosen {
        private Chosen() {}

        static List<Path> of(Bench bench, List<Path> folders, List<Path> asked) {
            var names = folders.stream().map(folder -> folder.getFileName().toString()).toList();
            for (var one : asked) {
                if (!names.contains(one.getFileName().toString())) {
                    throw bench.wrong(bench.say("không có hệ thống kết nối `", "there is no connector `") + one
                            .getFileName() + "`" + Suggestion.of(one.getFileName().toString(), names));
                }
            }
            return asked.isEmpty()
                    ? folders
                    : folders.stream().filter(folder -> asked.stream().anyMatch(one -> one.getFileName().equals(folder
                            .getFileName()))).toList();
        }
    }
}
