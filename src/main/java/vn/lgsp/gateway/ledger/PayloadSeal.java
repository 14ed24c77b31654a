package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

/**
 * Encrypts payloads at rest (AES-256-GCM, bound to their transaction, so that rows cannot be swapped). Without a key in
 * the settings one is generated next to the embedded database.
 */
@Component
public class PayloadSeal {
    private static final String FILE = "payload.key";
    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /** Looking one up costs more than a small payload. */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(PayloadSeal::aes);

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    PayloadSeal(LedgerSettings settings) throws IOException {
        var configured = settings.payloadKey();
        this.key = configured != null ? key(configured) : generated(settings.data());
    }

    private static SecretKeySpec key(String base64) {
        var bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("gateway.ledger.payload-key must be base64 of 32 bytes, not of "
                    + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** It is on disk before anything is sealed with it: without it nothing that was accepted could be read again. */
    private static SecretKeySpec generated(Path directory) throws IOException {
        try {
            return key(Durable.kept(directory, FILE, PayloadSeal::fresh).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(directory.resolve(FILE).toAbsolutePath()
                    + " holds no key (base64 of 32 bytes): put it back"
                    + " from the backup, for only with the key it held can be read what was accepted. Where nothing was"
                    + " accepted yet, delete it: a new one is made", e);
        }
    }

    private static String fresh() {
        var fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        return Base64.getEncoder().encodeToString(fresh);
    }

    private static Cipher aes() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    byte[] seal(UUID transaction, byte[] plain) {
        return sealed(bound(transaction), plain);
    }

    /** One of the pieces of something that is kept in several: none can stand in another's place. */
    byte[] seal(UUID whole, int piece, byte[] plain) {
        return sealed(bound(whole, piece), plain);
    }

    private byte[] sealed(byte[] bound, byte[] plain) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed = ByteBuffer.allocate(1 + NONCE + plain.length + TAG_BITS / 8).put(FORMAT).put(nonce);
            cipher(Cipher.ENCRYPT_MODE, bound, nonce).doFinal(ByteBuffer.wrap(plain), sealed);
            return sealed.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** @throws PayloadClosed when it was not sealed with this key for this transaction */
    byte[] open(UUID transaction, byte[] sealed) {
        return open(transaction, bound(transaction), sealed);
    }

    /** @throws PayloadClosed when it was not sealed with this key as this piece */
    byte[] open(UUID whole, int piece, byte[] sealed) {
        return open(whole, bound(whole, piece), sealed);
    }

    private byte[] open(UUID transaction, byte[] bound, byte[] sealed) {
        if (sealed.length < 1 + NONCE + TAG_BITS / 8) {
            throw new PayloadClosed(transaction, null);
        }
        var nonce = new byte[NONCE];
        System.arraycopy(sealed, 1, nonce, 0, NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, bound, nonce).doFinal(sealed, 1 + NONCE,
                    sealed.length - 1 - NONCE);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PayloadClosed(transaction, e);
        }
    }

    private static byte[] bound(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .array();
    }

    private static byte[] bound(UUID whole, int piece) {
        return ByteBuffer.allocate(20).put(bound(whole)).putInt(piece).array();
    }

    private Cipher cipher(int mode, byte[] bound, byte[] nonce) throws GeneralSecurityException {
        var cipher = CIPHER.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
