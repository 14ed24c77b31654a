package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.cli.scaffold.Pretty;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.proof.CaseFile;
import vn.lgsp.gateway.connector.proof.Rehearsal;
import vn.lgsp.gateway.connector.xml.Dialect;

/** Runs one mapping of a service on one file. */
@Command(name = "map", mixinStandardHelpOptions = true, description = "Runs a service's request mapping on a public request, or its response mapping on a provider's"
        + " answer, and prints what comes of it. Exit code 0: mapped; 1: it failed, with file:line:column; 2: wrong usage.")
final class MapOne implements Callable<Integer> {
    @Mixin
    private Bench bench = new Bench();

    @Parameters(index = "0", paramLabel = "<service>")
    private String id = "";

    @Parameters(index = "1", paramLabel = "request|response", description = "which mapping")
    private Direction direction = Direction.REQUEST;

    @Parameters(index = "2", paramLabel = "<file>", description = "a body (JSON; for response also the provider's XML), or a case (.yaml)")
    private Path file = Path.of(".");

    @Option(names = "--request", paramLabel = "<file>", description = "response: the public request, bound as $$request")
    private @Nullable Path request;

    @Option(names = "--status", paramLabel = "<n>", description = "response: the answer's HTTP status (default: 200)")
    private int status = 200;

    /** Which way a mapping goes. */
    enum Direction {
        REQUEST, RESPONSE
    }

    @Override
    public Integer call() throws IOException {
        var proof = bench.proof();
        var service = bench.service(proof.loaded(), id);
        if (!Files.isRegularFile(file)) {
            throw bench.wrong(bench.say("không có tệp ", "there is no file ") + file);
        }
        try {
            var mapped = file.toString().endsWith(".yaml")
                    ? ofCase(service, proof.story(file).orElseThrow(() -> bench.wrong(file + bench.say(
                            " không phải ca kiểm thử", " is no case"))))
                    : ofBody(service);
            print(service, mapped);
            return 0;
        } catch (MappingFailed failed) {
            return failed(String.valueOf(failed.getMessage()));
        } catch (MalformedJson bad) {
            return failed(file + ": " + bench.say(bad.detail()));
        }
    }

    private int failed(String message) {
        if (bench.json()) {
            bench.print(Map.of("failed", message));
        } else {
            bench.err().println(Bench.red(message));
        }
        return 1;
    }

    private @Nullable Object ofCase(Service service, CaseFile story) {
        var proof = new Rehearsal(story, service);
        return direction == Direction.REQUEST
                ? proof.request(story.given())
                : proof.response(story.calls(service.call().format()).getLast().answer());
    }

    private @Nullable Object ofBody(Service service) throws IOException {
        var given = direction == Direction.REQUEST ? file : request;
        var values = new HashMap<String, @Nullable Object>();
        values.put("service", id);
        values.put("given", given == null ? null : Json.read(Files.readAllBytes(given)));
        var proof = new Rehearsal(new CaseFile(file, values), service);
        if (direction == Direction.REQUEST) {
            return proof.request(values.get("given"));
        }
        var answer = Dialect.read(service.call().format(), status, Map.of(), Files.readAllBytes(file));
        if (!answer.readable()) {
            throw new MappingFailed(
                    file + bench.say(": không đọc được", ": cannot be read as what the provider speaks"));
        }
        return proof.response(answer);
    }

    private void print(Service service, @Nullable Object mapped) {
        var wire = direction == Direction.REQUEST && service.call().format().kind() != Format.Kind.JSON;
        bench.out().println(wire
                ? new String(Dialect.written(service.call().format(), mapped), StandardCharsets.UTF_8)
                : bench.json() ? new String(Json.write(mapped), StandardCharsets.UTF_8) : Pretty.json(mapped));
    }
}
