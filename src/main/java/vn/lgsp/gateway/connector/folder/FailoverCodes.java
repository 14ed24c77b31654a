package vn.lgsp.gateway.connector.folder;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;

/** Looks whether an attempt can end with the codes after which a second address is called. */
final class FailoverCodes {
    /** Those the gateway gives; an answer without a code of its own is {@code http-<status>}. */
    private static final Set<String> OURS = Set.of("not-connected", "no-answer", "answer-lost", "answer-too-large",
            "answer-not-base64", "answer-not-unpacked", "address-not-allowed", "login-failed", "mapping-failed");
    private static final Text CODES = new Text("; các mã: ", "; codes are: ")
            .and(String.join(", ", new TreeSet<>(OURS)))
            .and(", http-503 …").and(new Text(", và mã của chính hệ thống kia nếu dịch vụ khai báo `code`",
                    ", and the provider's own where a service declares `code`"));
    private static final Pattern STATUS = Pattern.compile("http-[1-5][0-9]{2}");
    private static final Pattern NEARLY = Pattern.compile("[Hh][Tt]{2}[Pp][-_ ]?([1-5][0-9]{2})");

    private FailoverCodes() {}

    /** @param providers some services read the provider's own codes, which may then stand here and are known to nobody */
    static void check(Section failover, boolean providers) {
        var on = failover.list("on");
        for (int i = 0; i < on.size(); i++) {
            var code = on.get(i);
            var meant = meant(code);
            if (!OURS.contains(code) && !STATUS.matcher(code).matches() && (!providers || meant.isPresent())) {
                var told = new Text("không lần gọi nào kết thúc với mã `", "no attempt ends with the code `").and(code)
                        .and("`").and(meant.orElse(Text.same(""))).and(CODES);
                failover.faults().add(failover.file().at(failover.pointer() + "/on/" + i), told);
            }
        }
    }

    private static Optional<Text> meant(String code) {
        var status = NEARLY.matcher(code);
        return (status.matches() ? Optional.of("http-" + status.group(1)) : Suggestion.nearest(code, OURS)).map(
                word -> new Text(" (ý bạn là `" + word + "`?)", " (did you mean `" + word + "`?)"));
    }
}
