package vn.lgsp.gateway.connector;

import vn.lgsp.gateway.connector.faults.Text;

/** What a stranger sent is not acceptable JSON; {@link #detail()} says why in both languages. */
public class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Text detail;

    public MalformedJson(Text detail) {
        super(detail.en(), null, false, false);
        this.detail = detail;
    }

    static MalformedJson because(String vi, String en) {
        return new MalformedJson(new Text(vi, en));
    }

    static MalformedJson at(int line, int column, String vi, String en) {
        return because(vi + " (dòng " + line + ", cột " + column + ")",
                en + " (line " + line + ", column " + column + ")");
    }

    public Text detail() {
        return detail;
    }
}
