package vn.lgsp.gateway.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a destination takes no calls now. Work for it waits without spending attempts; a caller that waits is told.
 *
 * @param words for people: who held it and why, what the breaker saw
 * @param until when it is tried again by itself; none when a person must resume it
 */
public record Closed(Why why, String words, Optional<Instant> until) {

    public enum Why {
        HELD("held"), MAINTENANCE("maintenance"), BREAKER_OPEN("breaker-open");

        private final String code;

        Why(String code) {
            this.code = code;
        }

        /** As attempts, answers and lists name it. */
        public String code() {
            return code;
        }
    }
}
