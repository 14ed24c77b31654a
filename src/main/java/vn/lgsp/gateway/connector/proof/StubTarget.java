package vn.lgsp.gateway.connector.proof;

import java.util.Map;
import java.util.regex.Pattern;

/** Which calls a WireMock mapping answers. */
record StubTarget(String method, Pattern path) {

    static StubTarget of(Map<?, ?> request) {
        var method = request.get("method") instanceof String text ? text : "ANY";
        for (var key : new String[]{ "urlPathPattern", "urlPattern" }) {
            if (request.get(key) instanceof String pattern) {
                return new StubTarget(method, Pattern.compile(pattern));
            }
        }
        if (request.get("urlPathTemplate") instanceof String template) {
            return new StubTarget(method, Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+")));
        }
        var url = request.get("urlPath") instanceof String path ? path : String.valueOf(request.get("url"));
        return new StubTarget(method, Pattern.compile(Pattern.quote(url.replaceFirst("\\?.*", ""))));
    }

    boolean answers(String askedMethod, String askedPath) {
        var example = askedPath.replaceAll("\\{[^}]+}", "H47.12-260302-0012");
        return (method.equals("ANY") || method.equals(askedMethod)) && (path.matcher(example).matches()
                || Pattern.matches(askedPath.replaceAll("\\{[^}]+}", "[^/]+"),
                        path.pattern().replaceAll("\\\\[QE]", "")));
    }
}
