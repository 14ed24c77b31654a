package vn.lgsp.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import vn.lgsp.gateway.connector.Json;

/** What a command said, run within the test's process. */
public record Ran(int code, String out, String err) {

    public static Ran gateway(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Cli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> json() {
        return (Map<String, Object>) Objects.requireNonNull(Json.read(out.getBytes(StandardCharsets.UTF_8)));
    }
}
