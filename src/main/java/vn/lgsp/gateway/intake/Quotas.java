package vn.lgsp.gateway.intake;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Callers;

/** Tells a caller on every answer how fast it may ask (draft-ietf-httpapi-ratelimit-headers). */
@Component
class Quotas {
    private final Callers callers;

    Quotas(Callers callers) {
        this.callers = callers;
    }

    Answer told(Answer answer, Request request) {
        return callers.byKey(request.header("X-API-Key")).filter(caller -> caller.quota() > 0).map(caller -> answer
                .with("RateLimit-Policy", "\"second\";q=" + caller.quota() + ";w=1")
                .with("RateLimit", "\"second\";r=" + callers.left(caller) + ";t=1")).orElse(answer);
    }
}
