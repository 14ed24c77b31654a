package vn.lgsp.gateway.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** OAuth 2 client credentials as a stand-in asks for them. */
public final class Tokens {
    private final String client;
    private final String secret;
    private final Sessions open;

    public Tokens(String client, String secret, InstantSource clock, Duration life) {
        this.client = client;
        this.secret = secret;
        this.open = new Sessions(clock, life);
    }

    /** Gives a token to whom it knows. */
    public Answer give(Call call) {
        var pair = client + ":" + secret;
        var right = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!call.header("Authorization").orElse("").equals(right)) {
            return Answer.json(401, Json.object("error", "invalid_client"));
        }
        if (!"client_credentials".equals(Call.parameters(call.text()).get("grant_type"))) {
            return Answer.json(400, Json.object("error", "unsupported_grant_type"));
        }
        return Answer.json(Json.object("access_token", open.open(), "token_type", "Bearer", "expires_in", open.life()
                .toSeconds()));
    }

    /** The refusal of a call that brings no token we gave; none where it does. */
    public Optional<Answer> refusal(Call call) {
        return call.header("Authorization").filter(value -> value.startsWith("Bearer ")).map(value -> value.substring(
                "Bearer ".length())).filter(open::knows).isPresent()
                        ? Optional.empty()
                        : Optional.of(Answer.json(401, Json.object("error", "invalid_token")).with("WWW-Authenticate",
                                "Bearer"));
    }

    public void forget() {
        open.forget();
    }
}
