package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.http.RequestOptions;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;

/** No call goes where no provider is, however the address is written and whatever its name means. */
class ReachTest {

    private final RawProvider inside = new RawProvider();
    private final int port = inside.url().getPort();

    @AfterEach
    void close() {
        inside.close();
    }

    private static Reach reach(String... reaches) {
        return new Reach(new ReachSettings(List.of(reaches)));
    }

    private static Destination destination(String url, Auth auth, String... reaches) {
        return new Destination("alpha", URI.create(url), auth, Map.of(), Map.of(), Duration.ofSeconds(1), 5, 0,
                new Destination.Breaker(50, Duration.ofMinutes(1), 5, Duration.ofSeconds(30)), 0, List.of(), Optional
                        .empty(),
                Destination.Transport.LEAN, Format.JSON, Optional.empty(), Optional.empty(), Set.of(reaches),
                Optional.empty());
    }

    private LeanCall.Answered call(Reach reach, String host) throws IOException {
        var to = destination("http://inside.example", new Auth.None());
        var call = new LeanCall(Loops.SHARED.vertx(), Loops.SHARED.next(),
                new Connections(Loops.SHARED.vertx(), LeanTransport.options("reach")),
                new RequestOptions().setHost(host).setPort(port).setURI("/latest/meta-data"), null,
                Duration.ofSeconds(2), peer -> reach.check(to, peer), System.nanoTime());
        call.start();
        return call.await();
    }

    @ParameterizedTest
    @CsvSource({ "127.0.0.1,loopback", "127.8.9.1,loopback", "::1,loopback", "0.0.0.0,loopback", "0.1.2.3,loopback",
            "::,loopback", "::ffff:127.0.0.1,loopback", "::127.0.0.1,loopback", "64:ff9b::7f00:1,loopback",
            "2002:7f00:1::,loopback", "169.254.1.1,link-local", "fe80::1,link-local", "169.254.169.254,metadata",
            "::ffff:169.254.169.254,metadata", "64:ff9b::a9fe:a9fe,metadata", "fd00:ec2::254,metadata",
            "100.100.100.200,metadata", "168.63.129.16,metadata", "224.0.0.1,multicast", "ff02::1,multicast",
            "255.255.255.255,broadcast" })
    void an_address_no_provider_is_at_is_known_for_what_it_is(String address, String kind) {
        assertThat(Network.special(InetAddress.ofLiteral(address))).hasValue(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = { "10.1.2.3", "172.16.0.9", "192.168.1.7", "203.162.0.1", "2001:ee0::1", "fd12::1",
            "2002:cba2:1::", "64:ff9b::cba2:1" })
    void a_providers_address_may_be_private_or_public(String address) {
        assertThat(Network.special(InetAddress.ofLiteral(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "localhost", "::ffff:127.0.0.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1",
            "127.1", "0" })
    void nothing_is_sent_to_this_machine_however_it_is_written(String host) {
        assertThatThrownBy(() -> call(reach(), host)).as(host).isInstanceOf(IOException.class);

        assertThat(inside.asked()).isEmpty();
    }

    @Test
    void a_name_that_leads_to_this_machine_is_told_with_the_reason() {
        assertThatThrownBy(() -> call(reach(), "localhost")).isInstanceOf(Reach.Refused.class).hasMessageContaining(
                "alpha leads to loopback").matches(NoAnswer::neverSent);
    }

    @Test
    void what_is_declared_may_be_reached_and_no_more() throws IOException {
        assertThat(call(reach("loopback"), "localhost").status()).isEqualTo(200);
        assertThat(call(reach("127.0.0.0/8", "::1/128"), "127.0.0.1").status()).isEqualTo(200);
        assertThatThrownBy(() -> call(reach("link-local", "127.0.0.2/32"), "127.0.0.1")).isInstanceOf(
                Reach.Refused.class);
    }

    @Test
    void a_connector_says_for_itself_where_it_is() throws IOException {
        var reach = reach();
        var here = destination(inside.url().toString(), new Auth.None(), "loopback");
        reach.check(here, inside.url());
        reach.declare(here);
        assertThatThrownBy(() -> reach.check(destination(inside.url().toString(), new Auth.None(), "link-local"), inside
                .url())).isInstanceOf(Reach.Refused.class);
        var builder = HttpClientBuilder.create();
        new HttpTransport().httpClient(reach).configureHttpClient(builder);
        try (var client = builder.build()) {
            int status = now().call(() -> client.execute(new HttpGet(inside.url()), answer -> answer.getCode()));
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void the_other_transport_looks_as_well() throws IOException {
        for (var reaches : List.of(new String[0], new String[]{ "loopback" })) {
            var builder = HttpClientBuilder.create();
            new HttpTransport().httpClient(reach(reaches)).configureHttpClient(builder);
            try (var client = builder.build()) {
                var get = new HttpGet(inside.url() + "/document");
                if (reaches.length == 0) {
                    assertThatThrownBy(() -> client.execute(get, answer -> answer.getCode())).isInstanceOf(
                            Reach.Refused.class);
                    assertThat(inside.asked()).isEmpty();
                } else {
                    int status = now().call(() -> client.execute(get, answer -> answer.getCode()));
                    assertThat(status).isEqualTo(200);
                }
            }
        }
    }

    private static ScopedValue.Carrier now() {
        return ScopedValue.where(InTime.SINCE, System.nanoTime());
    }

    /** A process that stood still for longer than its lease has a margin for. */
    @Test
    void the_other_transport_sends_nothing_either_that_was_begun_too_long_ago() throws IOException {
        var builder = HttpClientBuilder.create();
        new HttpTransport().httpClient(reach("loopback")).configureHttpClient(builder);
        try (var client = builder.build()) {
            var get = new HttpGet(inside.url() + "/document");
            var late = ScopedValue.where(InTime.SINCE, System.nanoTime() - Duration.ofSeconds(6).toNanos());

            var failure = catchThrowable(() -> late.call(() -> client.execute(get, answer -> answer.getCode())));

            assertThat(NoAnswer.neverSent(failure)).as(String.valueOf(failure)).isTrue();
            assertThat(inside.asked()).isEmpty();
            assertThat(now().<Integer, IOException>call(() -> client.execute(get, answer -> answer.getCode())))
                    .isEqualTo(200);
        }
    }

    @Test
    void what_counts_is_where_the_connection_leads_and_not_what_its_name_means_a_moment_later() throws IOException {
        var builder = HttpClientBuilder.create();
        new HttpTransport().httpClient(reach()).configureHttpClient(builder);
        var rebound = PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return new InetAddress[]{ InetAddress.getLoopbackAddress() };
            }
        }).build();
        try (var client = builder.setConnectionManager(rebound).build()) {
            // an ordinary address for whoever asks again
            assertThatThrownBy(() -> client.execute(new HttpGet("http://203.0.113.9:" + port + "/document"),
                    answer -> answer.getCode())).isInstanceOf(Reach.Refused.class);
        }

        assertThat(inside.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/login", "http://localhost:PORT/login" })
    void no_password_goes_to_an_address_that_may_not_be_reached(String token) {
        var credentials = new Credentials(Clock.systemUTC(), new Keys(Clock.systemUTC()), reach());
        var client = new Auth.ClientCredentials(token.replace("PORT", String.valueOf(port)), "client", "secret");
        var session = new Auth.Session("/login", "user", "password", "session", Optional.empty(), Optional.empty());

        for (var auth : Arrays.asList(client, session)) {
            assertThatThrownBy(() -> credentials.of(destination(inside.url().toString(), auth))).isInstanceOf(
                    Credentials.LoginFailed.class).hasMessageContaining("loopback");
        }
        assertThat(inside.asked()).isEmpty();
    }
}
