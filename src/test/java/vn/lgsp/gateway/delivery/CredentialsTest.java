package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;

/** What a provider gives as a token is not trusted to be one. */
class CredentialsTest {
    private final RawProvider provider = new RawProvider();
    private final Credentials credentials = new Credentials(Clock.systemUTC(), new Keys(Clock.systemUTC()),
            new Reach(new ReachSettings(List.of(
                    "loopback"))));

    @AfterEach
    void close() {
        provider.close();
    }

    private Destination destination(Map<String, String> headers, Auth auth) {
        return new Destination("alpha", URI.create(provider.url().toString()), auth, Map.of(), headers, Duration
                .ofSeconds(2), 5, 0, new Destination.Breaker(50, Duration.ofMinutes(1), 5, Duration.ofSeconds(30)), 0,
                List.of(), Optional.empty(), Destination.Transport.LEAN, Format.JSON, Optional.empty(),
                Optional.empty());
    }

    private Parcel.Access token(String answer) throws Credentials.LoginFailed {
        provider.plays(talk -> talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer));
        return credentials.of(destination(Map.of(), new Auth.ClientCredentials("/token", "client", "secret")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"access_token\":\"a\\r\\nX-Evil: b\"}", "{\"access_token\":\"a\\nb\"}",
            "{\"access_token\":\"a\",\"token_type\":\"Bearer\\r\\n\"}", "{\"access_token\":\"\\u0111\"}", "{}",
            "{\"access_token\":5}", "not json" })
    void a_token_that_no_header_can_hold_is_a_login_that_failed(String answer) {
        assertThatThrownBy(() -> token(answer)).isInstanceOf(Credentials.LoginFailed.class).hasMessageNotContaining(
                "Evil");
    }

    @ParameterizedTest
    @ValueSource(strings = { "9223372036854775807", "-5", "1e200" })
    void a_token_lives_no_longer_than_a_year_whatever_is_said_of_it(String seconds) throws Exception {
        assertThat(token("{\"access_token\":\"a\",\"expires_in\":" + seconds + "}").headers()).containsEntry(
                "Authorization", "Bearer a");
    }

    @Test
    void a_header_of_our_own_that_cannot_be_written_is_no_fault_of_the_gateway() {
        var session = new Auth.Session("/login", "user", "password", "session", Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> credentials.of(destination(Map.of("X-Test", "a\r\nb"), session))).isInstanceOf(
                Credentials.LoginFailed.class);
        assertThat(provider.asked()).isEmpty();
    }
}
