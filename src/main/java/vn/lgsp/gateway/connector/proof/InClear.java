package vn.lgsp.gateway.connector.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Text;

/** What looks like a secret in a folder's files, whatever its key is called; it is never repeated. */
record InClear(Path folder, Faults faults) {
    private static final List<String> PLACES = List.of("", "mapping", "stubs", "schema");
    private static final Pattern TEXT = Pattern.compile("\\.(ya?ml|json|jsonata|xslt?|xml|xsd|md|txt)$");
    private static final String KEY = "-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|\\beyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}";
    private static final Pattern ANYWHERE = Pattern.compile(KEY);
    /** A case's are computed with invented secrets. */
    private static final Pattern OUTSIDE_CASES = Pattern.compile(KEY
            + "|\\b(?i:bearer|basic) (?=[a-zA-Z+/=._-]*\\d)[A-Za-z0-9+/=._-]{16,}");

    void report() {
        PLACES.forEach(place -> report(place, OUTSIDE_CASES));
        report("cases", ANYWHERE);
    }

    private void report(String place, Pattern secret) {
        CaseFile.files(folder.resolve(place), "").stream().filter(file -> TEXT.matcher(file.getFileName().toString())
                .find()).forEach(file -> {
                    var text = StandIns.text(file);
                    secret.matcher(text).results().forEach(found -> faults.add(Place.of(file.toString(), text, found
                            .start()),
                            new Text("trông như một bí mật: hãy viết tham chiếu ${NAME}, đừng viết bí mật vào đây",
                                    "looks like a secret: write a reference ${NAME}, never the secret itself")));
                });
    }
}
