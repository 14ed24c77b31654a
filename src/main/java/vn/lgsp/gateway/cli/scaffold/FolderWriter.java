package vn.lgsp.gateway.cli.scaffold;

import static vn.lgsp.gateway.cli.scaffold.Draft.members;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a draft as a connector's folder and its contract; what exists already is never written over. */
public final class FolderWriter {
    private final Draft draft;
    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    private FolderWriter(Draft draft, Path folder) {
        this.draft = draft;
        this.folder = folder;
    }

    /** The files written. */
    public static List<Path> write(Draft draft, Path folder, Path contracts) throws IOException {
        var writer = new FolderWriter(draft, folder);
        writer.file("connector.yaml", "# yaml-language-server: $schema=../../connector.schema.json\n" + YamlText.of(
                writer.declaration()));
        writer.file("README.md", writer.readme());
        for (var operation : draft.operations()) {
            writer.operation(operation);
        }
        writer.to(contracts.resolve(draft.name() + ".openapi.yaml"), YamlText.of(new ContractText(draft, contracts,
                folder).document()));
        return writer.written;
    }

    private void operation(Draft.Operation operation) throws IOException {
        var brief = operation.id().substring(operation.id().indexOf('.') + 1);
        file("schema/" + operation.id() + ".request.json", json(schema(operation.request())));
        if (!operation.response().isEmpty()) {
            file("schema/" + operation.id() + ".response.json", json(schema(operation.response())));
        }
        for (var mapping : operation.mappings().entrySet()) {
            file("mapping/" + operation.id() + "." + mapping.getKey() + ".jsonata", mapping.getValue() + "\n");
        }
        file("cases/" + brief + ".yaml", YamlText.CASE + YamlText.of(
                story(operation)));
        file("stubs/" + brief + ".json", json(stub(operation)));
    }

    private Map<String, Object> declaration() {
        var url = draft.url().map(known -> "${" + Draft.variable(draft.name(), "URL") + ":" + known + "}").orElse("${"
                + Draft.variable(draft.name(), "URL") + "}");
        var provider = members("url", url);
        if (!draft.auth().isEmpty()) {
            provider.put("auth", draft.auth());
        }
        if (!draft.format().equals("json")) {
            provider.put("format", draft.format());
        }
        provider.put("timeout", "10s");
        var services = members();
        draft.operations().forEach(one -> services.put(one.id(), service(one)));
        return members("connector", draft.name(), "title", members("vi", draft.title(), "en", draft.title()), "owner",
                draft.title(), "provider", provider, "services", services);
    }

    private static Map<String, Object> service(Draft.Operation one) {
        var service = members("title", members("vi", one.title(), "en", one.title()), "reply", one.read()
                ? "now"
                : "later", "effect", one.read() ? "read" : "write", "target", one.target());
        one.action().ifPresent(action -> {
            service.put("action", action);
            // what a Fault says reaches the caller
            service.put("code", "Fault.code");
            service.put("reason", "Fault.reason");
        });
        return service;
    }

    private static Map<String, Object> schema(Map<String, ?> schema) {
        var whole = members("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.putAll(schema);
        return whole;
    }

    private Map<String, Object> story(Draft.Operation one) {
        var sample = one.sample();
        return members("service", one.id(), "title", members("vi", one.title(), "en", one.title()), "given", sample
                .given(), "sends", sample.sends(), "answers",
                members("status", 200, xml() ? "text" : "body", sample.answer()),
                "replies", members("status", "DELIVERED", "body", sample.reply()));
    }

    /** Its answers are texts of XML, and no values. */
    private boolean xml() {
        return !draft.format().equals("json");
    }

    private Map<String, Object> stub(Draft.Operation one) {
        var method = one.target().substring(0, one.target().indexOf(' '));
        var path = one.target().substring(one.target().indexOf(' ') + 1);
        var request = members("method", method, path.contains("{") ? "urlPathTemplate" : "urlPath", path);
        one.action().ifPresent(action -> request.put("headers", members("SOAPAction", members("contains", action))));
        var answer = one.sample().answer();
        var response = xml()
                ? members("status", 200, "headers", members("Content-Type", "text/xml; charset=utf-8"), "body", answer)
                : members("status", 200, "headers", members("Content-Type", "application/json"), "jsonBody", answer);
        return members("request", request, "response", response);
    }

    private String readme() {
        var text = new StringBuilder("# " + draft.name() + "\n\n" + draft.title() + ", begun by `./gateway new`.\n\n"
                + "## To settle\n\n- Who owns it, and what of the below is documented and what assumed.\n"
                + "- The cases are made up from its schemas: replace them by real ones (`./gateway record`).\n"
                + "- When a 2xx is no success (`success`, `rejected`), and what names a transaction (`key`).\n");
        draft.notes().forEach(note -> text.append("- ").append(note).append(".\n"));
        return text.toString();
    }

    private static String json(Map<String, ?> document) {
        return Pretty.json(document) + "\n";
    }

    private void file(String below, String text) throws IOException {
        to(folder.resolve(below), text);
    }

    private void to(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), java.nio.file.StandardOpenOption.CREATE_NEW);
        written.add(file);
    }
}
