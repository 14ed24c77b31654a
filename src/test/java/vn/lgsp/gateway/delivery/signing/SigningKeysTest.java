package vn.lgsp.gateway.delivery.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.KeyFile;
import vn.lgsp.gateway.journey.MovableClock;

/** Keys to sign with lie in files that are exchanged while the gateway runs. */
class SigningKeysTest {
    private final MovableClock clock = new MovableClock();
    private final SigningKeys keys = new SigningKeys(clock);
    private final KeyRing ring = new KeyRing();

    private Object shown() {
        return keys.certified(ring.pem(), Algorithm.RS256).chain().getFirst();
    }

    private void unfit(KeyFile source, Algorithm algorithm, String code, String told) {
        assertThatThrownBy(() -> keys.certified(source, algorithm)).isInstanceOfSatisfying(KeyUnfit.class,
                unfit -> assertThat(unfit.code()).isEqualTo(code)).hasMessageContaining(told).hasMessageNotContaining(
                        "changeit")
                .hasMessageNotContaining("BEGIN");
    }

    @Test
    void an_exchanged_file_is_used_from_the_next_call_on() {
        assertThat(shown()).isEqualTo(KeyRing.rsa());

        ring.holdsOther();
        clock.pass(Duration.ofSeconds(2));

        assertThat(shown()).isEqualTo(KeyRing.other());
    }

    @Test
    void while_only_half_is_exchanged_or_it_is_gone_the_earlier_stays() {
        assertThat(shown()).isEqualTo(KeyRing.rsa());

        ring.halfHoldsOther();
        clock.pass(Duration.ofSeconds(2));
        assertThat(shown()).isEqualTo(KeyRing.rsa());
        ring.loses();
        clock.pass(Duration.ofSeconds(2));
        assertThat(shown()).isEqualTo(KeyRing.rsa());
    }

    @Test
    void a_store_holds_key_and_certificate() {
        assertThat(keys.certified(ring.p12("changeit"), Algorithm.PS256).chain()).containsExactly(KeyRing.rsa());
        unfit(ring.p12("changeit-not"), Algorithm.RS256, KeyUnfit.MISSING, "no PKCS#12 store of this password");
        unfit(new KeyFile(ring.store(), Optional.empty(), Optional.of("changeit"), Optional.of("theirs")),
                Algorithm.RS256, KeyUnfit.MISSING, "no key of that alias");
    }

    @Test
    void a_pem_key_may_be_encrypted() throws Exception {
        var der = KeyStore.getInstance(ring.store().toFile(), "changeit".toCharArray()).getKey("own", "changeit"
                .toCharArray()).getEncoded();
        var way = "PBEWithSHA1AndDESede";
        var cipher = Cipher.getInstance(way);
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(way).generateSecret(new PBEKeySpec("geheim"
                .toCharArray())));
        var sealed = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(der)).getEncoded();
        Files.writeString(ring.key(), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + Base64.getMimeEncoder()
                .encodeToString(sealed) + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
        var source = new KeyFile(ring.key(), Optional.of(ring.certificate()), Optional.of("geheim"), Optional.empty());

        assertThat(keys.certified(source, Algorithm.RS256).chain()).containsExactly(KeyRing.rsa());
        unfit(ring.pem(), Algorithm.RS256, KeyUnfit.MISSING, "the key to sign with cannot be read");
    }

    @Test
    void a_key_that_is_missing_of_another_kind_or_not_the_certificates_is_told() throws Exception {
        unfit(ring.pem(), Algorithm.ES256, KeyUnfit.MISSING, "none for ES256");
        unfit(new KeyFile(ring.key(), Optional.empty(), Optional.empty(), Optional.empty()), Algorithm.RS256,
                KeyUnfit.MISSING, "without the certificate");
        unfit(new KeyFile(Path.of("target/no-such.pem"), Optional.empty(), Optional.empty(), Optional.empty()),
                Algorithm.RS256, KeyUnfit.MISSING, "there is no file target/no-such.pem");
        var other = new KeyRing().halfHoldsOther();
        unfit(other.pem(), Algorithm.RS256, KeyUnfit.MISSING, "the key is not the certificate's");
        Files.writeString(other.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        clock.pass(Duration.ofSeconds(2));
        unfit(other.pem(), Algorithm.RS256, KeyUnfit.MISSING, "holds no private key");
    }

    @Test
    void a_certificate_is_not_used_after_its_time_nor_before() {
        clock.pass(Duration.ofDays(31));
        unfit(ring.pem(), Algorithm.RS256, KeyUnfit.EXPIRED, "is valid from");

        clock.pass(Duration.ofDays(-62));
        unfit(ring.pem(), Algorithm.RS256, KeyUnfit.EXPIRED, "is valid from");
    }
}
