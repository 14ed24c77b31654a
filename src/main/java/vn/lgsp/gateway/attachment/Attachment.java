package vn.lgsp.gateway.attachment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A large Base64 text of a document, which is kept elsewhere: rules and mappings may hand it on and ask its length, and
 * cannot read it.
 *
 * @param length characters of Base64, which are as many bytes
 * @param sha256 of those bytes, in hexadecimal: two texts are the same when this is
 * @param head its first characters
 * @param tail its last ones
 */
public record Attachment(UUID id, int length, String sha256, String head, String tail) {
    static final int HEAD = 32;
    static final int TAIL = 4;

    /** A short text with the same beginning and end: it fits the same alphabet and padding. */
    public String standIn() {
        return head + tail;
    }

    /** A document as people are shown it. */
    public static @Nullable Object labelled(@Nullable Object document) {
        return switch (document) {
            case Attachment attachment -> attachment.label();
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((name, member) -> members.put(name, labelled(member)));
                yield members;
            }
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(labelled(item)));
                yield items;
            }
            case null, default -> document;
        };
    }

    /** What people are shown in its place. */
    public String label() {
        return "(Base64, " + length + " byte, sha256 " + sha256 + ")";
    }
}
