package vn.lgsp.gateway.connector.faults;

import java.util.regex.Pattern;

/** JSON pointers (RFC 6901). */
public final class Pointers {
    private static final Pattern POINTER = Pattern.compile("(/([^/~]|~[01])*)*");

    private Pointers() {}

    public static String escape(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0 ? name : name.replace("~", "~0").replace("/", "~1");
    }

    /** Empty for the whole document, or names that each begin with a slash. */
    public static boolean valid(String pointer) {
        return POINTER.matcher(pointer).matches();
    }

    public static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    }
}
