package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.http.RequestOptions;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Tls;
import vn.lgsp.gateway.journey.MovableClock;

/** Who is calling is asked on the connection itself, and the answer may change while the gateway runs. */
class MutualTlsTest {
    private static final Reach REACH = new Reach(new ReachSettings(List.of("loopback")));
    /** Answers with the name on the caller's certificate, as a token would be, and keeps the connection. */
    private static final MutualProvider PROVIDER = new MutualProvider(name -> {
        var body = "{\"access_token\":\"" + name + "\",\"expires_in\":1}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    });

    private final MovableClock clock = new MovableClock();
    private final Keys keys = new Keys(clock);
    private final LeanTransport transport = new LeanTransport(Loops.SHARED, keys, REACH);

    @BeforeEach
    void show_the_first() throws IOException {
        PROVIDER.showsFirst();
    }

    private Destination destination(Optional<Path> shown) {
        return new Destination("mutual", PROVIDER.url(),
                new Auth.ClientCredentials("/token", "c", "s"), Map.of(), Map.of(), Duration.ofSeconds(3), 4, 0,
                new Destination.Breaker(50, Duration.ofMinutes(1), 5, Duration.ofSeconds(30)), 0, List.of(), Optional
                        .empty(),
                Destination.Transport.LEAN, Format.JSON, Optional.empty(), Optional.of(new Tls(shown, shown.map(
                        any -> PROVIDER.key()), Optional.of(PROVIDER.trust()))));
    }

    private String seen() throws IOException {
        return seen(destination(Optional.of(PROVIDER.certificate())));
    }

    private String seen(Destination destination) throws IOException {
        var call = new LeanCall(Loops.SHARED.vertx(), Loops.SHARED.next(), transport.connections(destination),
                new RequestOptions()
                        .setAbsoluteURI(destination.url() + "/"),
                null, destination.timeout(), peer -> {}, System.nanoTime());
        call.start();
        return call.await().body().toString(StandardCharsets.US_ASCII);
    }

    @Test
    void the_connection_shows_the_connectors_certificate() throws IOException {
        assertThat(seen()).contains("CN=first");
    }

    @Test
    void without_one_the_provider_hangs_up() {
        assertThatThrownBy(() -> seen(destination(Optional.empty()))).isInstanceOf(IOException.class);
    }

    @Test
    void exchanged_files_are_shown_on_the_next_call_with_no_restart() throws IOException {
        assertThat(seen()).contains("CN=first");

        PROVIDER.showsSecond();
        clock.pass(Duration.ofSeconds(2));

        assertThat(seen()).contains("CN=second");
    }

    @Test
    void while_only_half_is_exchanged_or_what_is_there_is_nonsense_the_earlier_keys_stay() throws IOException {
        assertThat(seen()).contains("CN=first");

        PROVIDER.halfShowsSecond();
        clock.pass(Duration.ofSeconds(2));
        assertThat(seen()).contains("CN=first");
        Files.writeString(PROVIDER.key(), "no PEM");
        clock.pass(Duration.ofSeconds(2));
        assertThat(seen()).contains("CN=first");
        PROVIDER.showsSecond();
        clock.pass(Duration.ofSeconds(2));
        assertThat(seen()).contains("CN=second");
    }

    @Test
    void the_login_shows_it_too_and_the_new_one_after_an_exchange() throws Exception {
        var credentials = new Credentials(clock, keys, REACH);
        var destination = destination(Optional.of(PROVIDER.certificate()));
        assertThat(credentials.of(destination).bindings()).containsEntry("token", "CN=first");

        PROVIDER.showsSecond();
        clock.pass(Duration.ofSeconds(2));

        assertThat(credentials.of(destination).bindings()).containsEntry("token", "CN=second");
    }

    @Test
    void keys_that_never_could_be_read_leave_the_call_unsent() throws IOException {
        Files.writeString(PROVIDER.key(), "no PEM");

        assertThatThrownBy(this::seen).isInstanceOf(ConnectException.class);
    }
}
