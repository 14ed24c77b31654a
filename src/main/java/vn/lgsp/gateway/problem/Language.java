package vn.lgsp.gateway.problem;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Text;

/** The language a caller is answered in; Vietnamese unless English is asked for. */
public enum Language {
    VI, EN;

    /** Reads an {@code Accept-Language} header (RFC 9110 §12.5.4); nonsense counts as none. */
    public static Language accepted(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return VI;
        }
        try {
            var best = Locale.lookup(Locale.LanguageRange.parse(header), List.of(Locale.of("vi"), Locale.ENGLISH));
            return Locale.ENGLISH.equals(best) ? EN : VI;
        } catch (IllegalArgumentException e) {
            return VI;
        }
    }

    public String of(Text text) {
        return this == VI ? text.vi() : text.en();
    }
}
