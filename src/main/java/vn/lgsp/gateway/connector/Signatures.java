package vn.lgsp.gateway.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is signed into a call after it was mapped: an XML signature, then a WS-Security header, then a JWS over all of it. The
 * secrets in it are resolved values; none of its records tells them.
 */
public record Signatures(Optional<Enveloped> xml, Optional<WsSecurity> wss, Optional<Jws> jws) {

    /** The kinds there are, as a declaration names them. */
    public List<String> kinds() {
        var kinds = new ArrayList<String>();
        xml.ifPresent(_ -> kinds.add("xml"));
        wss.ifPresent(_ -> kinds.add("wss"));
        jws.ifPresent(_ -> kinds.add("jws"));
        return kinds;
    }

    /** How is signed; the names are those of JWS (RFC 7518 §3.1). */
    public enum Algorithm {
        HS256, RS256, PS256, ES256;

        /** What a key of it is called in Java; nothing for a secret. */
        public String keys() {
            return switch (this) {
                case HS256 -> "";
                case RS256, PS256 -> "RSA";
                case ES256 -> "EC";
            };
        }
    }

    /**
     * A private key, in files that may be exchanged while the gateway runs.
     *
     * @param file PEM, or PKCS#12 (named .p12 or .pfx), which holds the certificates too
     * @param certificate PEM: the key's certificate and its chain
     * @param password of the file, where it has one
     * @param alias of the key, where the file holds several
     */
    public record KeyFile(Path file, Optional<Path> certificate, Optional<String> password, Optional<String> alias) {

        /** It is a PKCS#12 store. */
        public boolean store() {
            return file.toString().matches("(?i).*\\.(p12|pfx)");
        }

        @Override
        public String toString() {
            return file + alias.map(name -> "#" + name).orElse("");
        }
    }

    /**
     * A JSON Web Signature (RFC 7515).
     *
     * @param key none for HS256, which has a secret
     * @param into where it goes; none: it becomes the body
     * @param mediaType of that body
     * @param with values bound by their names in the expressions
     * @param payload what is signed in place of the body, computed from what is about to be sent
     */
    public record Jws(Algorithm algorithm, Optional<KeyFile> key, Optional<String> secret, Form form,
            Optional<Into> into, String mediaType, Protected header, Map<String, String> with,
            Optional<Expression> payload) {
        @Override
        public String toString() {
            return "Jws[" + algorithm + "]";
        }
    }

    /** @param before what stands before it in that header, such as {@code "Bearer "} */
    public record Into(String header, String before) {}

    /** What of a JWS is sent. */
    public enum Form {
        /** All of it. */
        COMPACT,
        /** All but the payload, which is the body. */
        DETACHED,
        /** The same over the body as it is, not its Base64 (RFC 7797). */
        UNENCODED
    }

    /**
     * What is told of a signature in its protected header.
     *
     * @param fixed by name
     * @param computed gives an object of more for each call
     * @param shows {@code x5c} and {@code x5t#S256}, of the key's certificate
     */
    public record Protected(Map<String, Object> fixed, Optional<Expression> computed, Set<String> shows) {}

    /**
     * An XML signature within the document it is over.
     *
     * @param signs names from the root to the element that is signed; none: the whole document
     * @param id name of that element's Id attribute
     * @param at names from the root to the element that gets the signature, as its last child; none: the root
     */
    public record Enveloped(Algorithm algorithm, KeyFile key, List<String> signs, String id, List<String> at,
            Shows shows) {}

    /** What an XML signature tells of its key. */
    public enum Shows {
        CERTIFICATE, CHAIN, ISSUER_SERIAL, NONE
    }

    /**
     * A WS-Security header (OASIS WSS 1.1).
     *
     * @param lives time between created and expires; none: no timestamp
     * @param actor whom it is for, where it is not for the last receiver
     */
    public record WsSecurity(Optional<Duration> lives, Optional<Username> username, Optional<Signed> signature,
            boolean mustUnderstand, Optional<String> actor) {}

    /** @param digest the password is not sent, only a digest of it, a nonce and the time */
    public record Username(String name, String password, boolean digest) {
        @Override
        public String toString() {
            return "Username[]";
        }
    }

    /** A signature by the key of a binary security token. */
    public record Signed(Algorithm algorithm, KeyFile key, Set<Part> parts) {}

    /** What it may be over. */
    public enum Part {
        BODY, TIMESTAMP, USERNAME
    }
}
