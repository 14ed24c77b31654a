package vn.lgsp.gateway.connector;

/** What a stranger sent is not acceptable JSON; {@link #detail()} says why in both languages. */
public class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Text detail;

    public MalformedJson(Text detail) {
        super(detail.en());
        this.detail = detail;
    }

    public Text detail() {
        return detail;
    }
}
