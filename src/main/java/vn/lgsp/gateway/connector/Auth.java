package vn.lgsp.gateway.connector;

import java.util.Optional;

/** How the gateway proves itself to a destination. The secrets in it are resolved values: never log an instance. */
public sealed interface Auth {

    /** Nothing is asked for. */
    record None() implements Auth {}

    /**
     * A session obtained once for all by a login call and carried in each body, where the mapping puts it as {@code
     * $auth.session} (national portal: dvcqg.md §2).
     *
     * @param login path below the destination's address, called with {@code {"username", "password"}}
     * @param field name of the session in the login's answer
     * @param success rule over the login's answer
     * @param expired rule over any later answer: true when the session is no longer known
     */
    record Session(String login, String username, String password, String field, Optional<Expression> success,
            Optional<Expression> expired) implements Auth {
        @Override
        public String toString() {
            return "Session[login=" + login + "]";
        }
    }

    /** OAuth 2 client credentials; the token is cached, renewed before it expires and once on a 401. */
    record ClientCredentials(String token, String client, String secret) implements Auth {
        @Override
        public String toString() {
            return "ClientCredentials[token=" + token + "]";
        }
    }

    /** A fixed header. */
    record ApiKey(String header, String value) implements Auth {
        @Override
        public String toString() {
            return "ApiKey[header=" + header + "]";
        }
    }

    /** HTTP Basic. */
    record Basic(String username, String password) implements Auth {
        @Override
        public String toString() {
            return "Basic[]";
        }
    }

    /** Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature} over the body. */
    record Webhook(String secret) implements Auth {
        @Override
        public String toString() {
            return "Webhook[]";
        }
    }
}
