package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one reader takes for one request and another for two: it is refused, and nothing behind it is looked at. */
class SmugglingTest {
    private static final String HIDDEN = "GET /api/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    static Stream<Arguments> requests() {
        return Stream.of(Arguments.of("both lengths", CHUNKED + "Content-Length: 4", "0\r\n\r\n"),
                Arguments.of("both lengths, the other way round", "Content-Length: 4\r\nTransfer-Encoding: chunked",
                        "0\r\n\r\n"),
                Arguments.of("two lengths", "Content-Length: 0\r\nContent-Length: " + HIDDEN.length(), ""),
                Arguments.of("two lengths in one", "Content-Length: 0, " + HIDDEN.length(), ""),
                Arguments.of("a length with a sign", "Content-Length: +0", ""),
                Arguments.of("a length that is none", "Content-Length: 0x0", ""),
                Arguments.of("a length after a space", "Content-Length : 0", ""),
                Arguments.of("a coding that is none", "Transfer-Encoding: xchunked", ""),
                Arguments.of("a coding nobody knows last", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
                Arguments.of("a coding twice", CHUNKED + "Transfer-Encoding: identity", "0\r\n\r\n"),
                Arguments.of("a coding behind a vertical tab", "Transfer-Encoding: \u000bchunked", "0\r\n\r\n"),
                Arguments.of("a coding after a space", "Transfer-Encoding : chunked", "0\r\n\r\n"),
                Arguments.of("a coding on a line of its own",
                        "X: y\r\n Transfer-Encoding: chunked\r\nTransfer-Encoding:"
                                + "\r\n chunked, identity",
                        "0\r\n\r\n"),
                Arguments.of("a line feed alone", "X: y\nContent-Length: 0", ""),
                Arguments.of("a carriage return alone", "X: y\rContent-Length: 0", ""),
                Arguments.of("a NUL", "X: y\u0000z", ""), Arguments.of("an empty name", ": y", ""),
                Arguments.of("chunks of a size that is none", CHUNKED + "X: y", "0x0\r\n\r\n"),
                Arguments.of("chunks ended by a line feed alone", CHUNKED + "X: y", "0\n\n"),
                Arguments.of("chunks of a negative size", CHUNKED + "X: y", "-1\r\n\r\n"),
                Arguments.of("two hosts", "X: y\r\nHost: other", ""),
                Arguments.of("two keys", "X-API-Key: one\r\nX-API-Key: other", ""),
                Arguments.of("two idempotency keys", "Idempotency-Key: one\r\nidempotency-key: other", ""),
                Arguments.of("two tokens", "Authorization: Bearer one\r\nAuthorization: Bearer other", ""),
                Arguments.of("two types", "Content-Type: application/json\r\nContent-Type: text/xml", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void what_could_be_read_in_two_ways_is_refused_and_ends_the_connection(String what, String headers, String body) {
        try (var talk = new Talk(DoorStage.STAGE.url())) {
            talk.say("POST /api/first HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n" + body + HIDDEN);

            var heard = talk.rest();

            assertThat(heard).as(what).doesNotContain("/api/hidden").doesNotContain(" 200 ");
            assertThat(heard.split("HTTP/1.1 ").length - 1).as(heard).isLessThanOrEqualTo(1);
        }
    }
}
