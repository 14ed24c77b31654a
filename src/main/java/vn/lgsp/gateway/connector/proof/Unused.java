package vn.lgsp.gateway.connector.proof;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** What in a folder nothing uses, and what in it nothing proves. */
record Unused(Path folder, Catalogue catalogue, List<CaseFile> stories, Faults faults) {
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\"\\s*:\\s*\"([^\"#]+)");

    private record Target(String method, String path) {}

    /** @param checked the folder is otherwise without fault; else much would seem unused that is not */
    void report(boolean checked) {
        schemas();
        if (checked) {
            cases();
            mappings();
            stubs();
        }
    }

    private String connector() {
        return folder.getFileName().toString();
    }

    private Set<String> services() {
        var connector = catalogue.connectors().get(connector());
        return connector == null ? Set.of() : connector.services().keySet();
    }

    private void cases() {
        var missing = new TreeSet<>(services());
        for (var story : stories) {
            missing.remove(story.service());
            if (!services().contains(story.service())) {
                var yaml = Yaml.read(story.file().toString(), StandIns.text(story.file()), new Faults());
                faults.add(yaml.valueAt("/service"), new Text("`service` không phải dịch vụ của kết nối này: `",
                        "`service` names none of this connector: `").and(story.service() + "`").and(Suggestion.text(
                                story.service(), services())));
            }
        }
        var file = folder.resolve("connector.yaml");
        var declaration = Yaml.read(file.toString(), StandIns.text(file), new Faults());
        missing.forEach(id -> faults.add(declaration.at("/services/" + id), Text.same("`" + id).and(new Text(
                "` chưa có ca kiểm thử: hãy viết cases/<điều-xảy-ra>.yaml với `service: ",
                "` has no case: write cases/<what-happens>.yaml with `service: ")).and(id + "`")));
    }

    private void mappings() {
        var unused = new TreeSet<String>();
        CaseFile.files(folder.resolve("mapping"), "").forEach(file -> unused.add(file.getFileName().toString()));
        for (var story : stories) {
            uses(story).forEach(kind -> unused.removeIf(name -> name.replaceFirst("\\.[a-z]+$", "").equals(story
                    .service() + "." + kind)));
        }
        unused.forEach(name -> faults.add(Place.of(folder.resolve("mapping").resolve(name).toString()),
                new Text("không ca kiểm thử nào dùng ánh xạ này", "no case uses this mapping")));
    }

    private static List<String> uses(CaseFile story) {
        if (story.isRefused()) {
            return List.of("refusal");
        }
        var kinds = new ArrayList<>(List.of("request", "receipt", "inquiry", "feed"));
        if ("DELIVERED".equals(story.replies().get("status"))) {
            kinds.addAll(List.of("response", "follow", "inquiry-reply"));
        }
        if ("REJECTED".equals(story.replies().get("status"))) {
            kinds.add("undo");
        }
        return kinds;
    }

    /** A schema that is no service's own must be referred to by another. */
    private void schemas() {
        var files = CaseFile.files(folder.resolve("schema"), ".json");
        var referred = new HashSet<String>();
        files.forEach(file -> REFERENCE.matcher(StandIns.text(file)).results().forEach(found -> referred.add(found
                .group(1))));
        files.stream().filter(file -> !file.toString().matches(".*\\.(request|response)\\.json")).filter(
                file -> !referred.contains(file.getFileName().toString()))
                .forEach(file -> faults.add(Place.of(file.toString()), new Text("không lược đồ nào trỏ tới tệp này",
                        "no schema refers to this one")));
    }

    /** A stand-in's mapping must answer something that is really asked of this provider. */
    private void stubs() {
        var targets = targets();
        for (var file : CaseFile.files(folder.resolve("stubs"), ".json")) {
            try {
                var request = Json.read(StandIns.text(file).getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> stub
                        && stub.get("request") instanceof Map<?, ?> stated ? stated : Map.of();
                if (targets.stream().noneMatch(target -> StubTarget.of(request).answers(target.method(), target
                        .path()))) {
                    faults.add(Place.of(file.toString()),
                            new Text("không yêu cầu nào gửi tới ", "nothing that is asked of ")
                                    .and(connector()).and(new Text(" được mẫu trả lời này đáp ứng",
                                            " is answered by this stand-in")));
                }
            } catch (MalformedJson bad) {
                faults.add(Place.of(file.toString()), bad.detail());
            }
        }
    }

    private List<Target> targets() {
        var targets = new ArrayList<Target>();
        for (var service : catalogue.services().values()) {
            if (service.call().destination().name().equals(connector())) {
                targets.add(new Target(service.call().method(), service.call().path()));
                switch (service.call().destination().auth()) {
                    case Auth.Session session -> targets.add(new Target("POST", session.login()));
                    case Auth.ClientCredentials client -> targets.add(new Target("POST", client.token()));
                    case Auth.None _,Auth.ApiKey _,Auth.Basic _,Auth.Webhook _ -> {
                    }
                }
            }
            service.links().feed().filter(feed -> feed.source().name().equals(connector()))
                    .ifPresent(feed -> targets.add(new Target(feed.method(), feed.path())));
        }
        return targets;
    }
}
