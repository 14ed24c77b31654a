package vn.lgsp.gateway.intake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.connector.Json;

/** Tells whether two requests say the same: spaces and the order of members do not matter, everything else does. */
final class Fingerprint {
    private Fingerprint() {}

    static byte[] of(@Nullable Object document) {
        return DigestUtils.sha256(Json.write(sorted(document)));
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var members = new TreeMap<String, @Nullable Object>();
                map.forEach((name, member) -> members.put(String.valueOf(name), sorted(member)));
                yield members;
            }
            case Attachment attachment -> attachment.label();
            case List<?> list -> list.stream().map(Fingerprint::sorted).toList();
            case null, default -> value;
        };
    }
}
