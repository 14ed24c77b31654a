package vn.lgsp.gateway.connector.xml;

import vn.lgsp.gateway.connector.faults.Text;

/** What a stranger sent is not acceptable XML; {@link #detail()} says why in both languages and never quotes it. */
public class MalformedXml extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Text detail;

    MalformedXml(String vi, String en) {
        super(en, null, false, false);
        this.detail = new Text(vi, en);
    }

    public Text detail() {
        return detail;
    }
}
