package vn.lgsp.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.cli.scaffold.Pretty;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.proof.CaseFile;
import vn.lgsp.gateway.connector.proof.FolderProof;
import vn.lgsp.gateway.connector.proof.Mismatch;

/** Plays connectors' cases: the provider's side of each is what the case says, no network is used. */
@Command(name = "test", mixinStandardHelpOptions = true, description = "Plays the cases of connectors offline, the provider's answers taken from the case."
        + " Exit code 0: all hold; 1: one does not; 2: wrong usage.")
final class PlayCases implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Parameters(arity = "0..*", paramLabel = "<connector>", description = "names or folders of connectors; all without one")
    private List<Path> chosen = new ArrayList<>();

    private record Played(String connector, String file, String service, Optional<Mismatch> mismatch,
            Optional<String> failure) {
        boolean holds() {
            return mismatch.isEmpty() && failure.isEmpty();
        }
    }

    @Override
    public Integer call() {
        var proof = bench.proof();
        var played = new ArrayList<Played>();
        for (var folder : Lint.Chosen.of(bench, proof.folders(), chosen)) {
            CaseFile.in(folder).forEach(file -> played.add(play(proof, folder, file)));
        }
        var bad = played.stream().filter(one -> !one.holds()).count();
        if (bench.json()) {
            bench.print(json(played, bad));
        } else {
            table(played);
            var all = played.size() + bench.say(" ca kiểm thử: ", played.size() == 1 ? " case: " : " cases: ");
            bench.out().println(all + (bad == 0
                    ? Bench.green(bench.say("đều đạt", "all hold"))
                    : Bench.red(bad + bench.say(" không đạt", bad == 1 ? " does not hold" : " do not hold"))));
        }
        return bad == 0 ? 0 : 1;
    }

    private Played play(FolderProof proof, Path folder, Path file) {
        var service = proof.story(file).map(CaseFile::service).orElse("?");
        var connector = folder.getFileName().toString();
        var name = file.getFileName().toString();
        if (proof.loaded().faults().containsKey(connector)) {
            return new Played(connector, name, service, Optional.empty(), Optional.of(bench.say(
                    "chưa chạy được, kết nối có lỗi: ./gateway lint ",
                    "not played, the connector has faults: ./gateway lint ") + connector));
        }
        try {
            proof.play(folder, file);
            return new Played(connector, name, service, Optional.empty(), Optional.empty());
        } catch (Mismatch mismatch) {
            return new Played(connector, name, service, Optional.of(mismatch), Optional.empty());
        } catch (MappingFailed failed) {
            return new Played(connector, name, service, Optional.empty(), Optional.of(String.valueOf(failed
                    .getMessage())));
        }
    }

    private void table(List<Played> played) {
        var wide = played.stream().mapToInt(one -> one.file().length()).max().orElse(1);
        var connector = "";
        for (var one : played) {
            if (!one.connector().equals(connector)) {
                connector = one.connector();
                bench.out().println(connector);
            }
            bench.out().println("  " + (one.holds() ? Bench.green("ok  ") : Bench.red("FAIL")) + "  " + String.format(
                    "%-" + wide + "s  %s", one.file(), one.service()));
            one.failure().ifPresent(failure -> bench.out().println("        " + failure));
            one.mismatch().ifPresent(this::difference);
        }
    }

    private void difference(Mismatch mismatch) {
        bench.out().println("        " + mismatch.what() + bench.say(" (- ca kiểm thử nói, + thực tế)",
                " (- the case says, + what came)"));
        Pretty.difference(mismatch.expected(), mismatch.actual()).forEach(line -> bench.out().println("        "
                + switch (line.charAt(0)) {
                    case '-' -> Bench.red(line);
                    case '+' -> Bench.green(line);
                    default -> line;
                }));
    }

    private static Map<String, Object> json(List<Played> played, long bad) {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("holds", bad == 0);
        whole.put("cases", played.stream().map(one -> {
            var shown = new LinkedHashMap<String, Object>();
            shown.put("connector", one.connector());
            shown.put("case", one.file());
            shown.put("service", one.service());
            shown.put("holds", one.holds());
            one.failure().ifPresent(failure -> shown.put("failure", failure));
            one.mismatch().ifPresent(mismatch -> {
                shown.put("mismatch", mismatch.what());
                shown.put("difference", Pretty.difference(mismatch.expected(), mismatch.actual()));
            });
            return shown;
        }).toList());
        return whole;
    }
}
