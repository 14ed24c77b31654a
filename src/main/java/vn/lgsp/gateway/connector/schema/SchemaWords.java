package vn.lgsp.gateway.connector.schema;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import vn.lgsp.gateway.connector.faults.Text;

/** How each keyword of JSON Schema is said to a person; {@code {}} stands for the keyword's own value. */
final class SchemaWords {
    private static final Text GENERIC = new Text("không đúng cấu trúc cho phép", "does not have an allowed structure");
    private static final Map<String, Text> SENTENCES = Map.ofEntries(said("required", "còn thiếu", "is missing"),
            said("dependentRequired", "còn thiếu", "is missing"), said("type", "phải là {}", "must be {}"),
            said("maxLength", "dài quá {} ký tự cho phép; cần rút ngắn", "is longer than the {} characters allowed"),
            said("minLength", "phải có ít nhất {} ký tự", "must have at least {} characters"),
            said("pattern", "không đúng mẫu {}", "does not match the pattern {}"),
            said("enum", "phải là một trong: {}", "must be one of: {}"), said("const", "phải là {}", "must be {}"),
            said("format", "phải là {}", "must be {}"), said("minimum", "phải từ {} trở lên", "must be {} or more"),
            said("maximum", "phải từ {} trở xuống", "must be {} or less"),
            said("exclusiveMinimum", "phải lớn hơn {}", "must be greater than {}"),
            said("exclusiveMaximum", "phải nhỏ hơn {}", "must be less than {}"),
            said("multipleOf", "phải là bội số của {}", "must be a multiple of {}"),
            said("maxItems", "có quá {} phần tử cho phép", "has more than the {} items allowed"),
            said("minItems", "phải có ít nhất {} phần tử", "must have at least {} items"),
            said("uniqueItems", "có phần tử trùng nhau", "has equal items"),
            said("maxProperties", "có quá {} trường cho phép", "has more than the {} fields allowed"),
            said("minProperties", "phải có ít nhất {} trường", "must have at least {} fields"),
            said("contains", "thiếu phần tử bắt buộc", "lacks an item it must contain"),
            said("additionalProperties", "là trường không được định nghĩa", "is not a known field"),
            said("unevaluatedProperties", "là trường không được định nghĩa", "is not a known field"),
            said("propertyNames", "không phải là tên được phép ở đây", "is no name that may stand here"),
            said("false", "không được có", "must not be there"));
    private static final Map<String, Text> TYPES = Map.of("string", new Text("văn bản", "a text"), "integer",
            new Text("số nguyên", "a whole number"), "number", new Text("số", "a number"), "boolean",
            new Text("true hoặc false", "true or false"), "array", new Text("danh sách", "a list"), "object",
            new Text("đối tượng", "an object"), "null", new Text("null", "null"));
    private static final Map<String, Text> FORMATS = Map.of("date-time",
            new Text("ngày giờ có múi giờ, ví dụ 2026-03-02T08:00:00+07:00",
                    "a date and time with its offset, such as 2026-03-02T08:00:00+07:00"),
            "date", new Text("ngày, ví dụ 2026-03-02", "a date, such as 2026-03-02"), "time",
            new Text("giờ, ví dụ 08:00:00+07:00", "a time, such as 08:00:00+07:00"), "email",
            new Text("địa chỉ thư điện tử", "an e-mail address"), "uri",
            new Text("địa chỉ URI đầy đủ, ví dụ https://example.vn/a", "a full URI, such as https://example.vn/a"),
            "uuid", new Text("UUID", "a UUID"));

    private SchemaWords() {}

    private static Map.Entry<String, Text> said(String keyword, String vi, String en) {
        return Map.entry(keyword, new Text(vi, en));
    }

    static Text sentence(String keyword, JsonNode limit) {
        var sentence = SENTENCES.getOrDefault(keyword, GENERIC);
        var value = switch (keyword) {
            case "type" -> types(limit);
            case "format" -> FORMATS.getOrDefault(limit.asString(), new Text(limit.asString(), limit.asString()));
            case "enum" -> same(values(limit));
            case "const" -> same(limit.toString());
            default -> same(limit.isString() ? limit.asString() : limit.toString());
        };
        return new Text(sentence.vi().replace("{}", value.vi()), sentence.en().replace("{}", value.en()));
    }

    private static Text same(String text) {
        return new Text(text, text);
    }

    private static Text types(JsonNode limit) {
        var names = limit.isArray() ? limit.valueStream().map(JsonNode::asString).toList() : List.of(limit.asString());
        var texts = names.stream().map(name -> TYPES.getOrDefault(name, same(name))).toList();
        return new Text(texts.stream().map(Text::vi).collect(Collectors.joining(" hoặc ")),
                texts.stream().map(Text::en).collect(Collectors.joining(" or ")));
    }

    private static String values(JsonNode limit) {
        var values = limit.valueStream().limit(12).map(JsonNode::toString).collect(Collectors.joining(", "));
        return limit.size() > 12 ? values + ", …" : values;
    }
}
