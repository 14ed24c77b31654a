package vn.lgsp.gateway.connector.folder;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;

/**
 * Where a call goes.
 *
 * @param path below the provider's address; {@code {name}} is filled from the mapped request, which holds it no more then
 */
record Target(Section section, String key, String method, String path) {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    static Target of(Section section, String key) {
        var words = section.text(key, "POST /").split(" ", 2);
        return new Target(section, key, words[0], words.length < 2 ? "/" : words[1].strip());
    }

    /** Says which names in the path can never be filled, as far as that is certain without a request. */
    void check(Optional<Expression> mapping, Optional<Schema> request) {
        if (NAME.matcher(path).replaceAll("").matches(".*[{}].*")) {
            section.fault(key, new Text("trong ngoặc nhọn cần một tên gồm chữ không dấu, số và _: {maHoSo}",
                    "takes a name of letters, digits and _ between braces: {maHoSo}"));
        }
        var from = mapping.isPresent()
                ? new Text("kết quả của ánh xạ", "what the mapping gives")
                : new Text("lược đồ của yêu cầu", "the request's schema");
        source(mapping, request).ifPresent(names -> report(names, from));
    }

    private static Optional<Set<String>> source(Optional<Expression> mapping, Optional<Schema> request) {
        return mapping.isPresent()
                ? mapping.get().fields()
                : request.map(Schema::members).filter(Schema.Members::closed).map(Schema.Members::names);
    }

    private void report(Set<String> names, Text from) {
        var filled = new HashSet<String>();
        NAME.matcher(path).results().map(found -> found.group(1)).forEach(name -> {
            if (!names.contains(name)) {
                section.fault(key, new Text("cần `", "wants `").and(name + "`").and(new Text(", mà ", ", and ")).and(
                        from).and(new Text(" không có", " has none")).and(Suggestion.text(name, names)));
            } else if (!filled.add(name)) {
                section.fault(key, new Text("dùng hai lần `", "uses twice `").and(name + "`").and(new Text(
                        ": giá trị chỉ được lấy một lần", ": its value is taken once only")));
            }
        });
    }
}
