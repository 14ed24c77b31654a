package vn.lgsp.gateway.connector.faults;

/** JSON pointers (RFC 6901). */
public final class Pointers {
    private Pointers() {}

    public static String escape(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0 ? name : name.replace("~", "~0").replace("/", "~1");
    }

    public static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    }
}
