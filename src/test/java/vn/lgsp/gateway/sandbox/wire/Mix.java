package vn.lgsp.gateway.sandbox.wire;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What providers do to a call in the case this gateway is built for, in shares of 1,000 calls. */
final class Mix {
    private record Share(FaultMode mode, double perThousand) {}

    private static final List<Share> SHARES = List.of(new Share(FaultMode.SLOW, 15), new Share(FaultMode.HANG, 6),
            new Share(FaultMode.SERVER_ERROR, 5), new Share(FaultMode.UNAVAILABLE, 3),
            new Share(FaultMode.RESET_MID_BODY, 2), new Share(FaultMode.BUSINESS_ERROR, 5),
            new Share(FaultMode.HTML, 1), new Share(FaultMode.SESSION_EXPIRED, 1));

    private Mix() {}

    static Fault draw(Fault mix, Random random) {
        var at = random.nextDouble() * 1000;
        for (var share : SHARES) {
            at -= share.perThousand() * mix.factor();
            if (at < 0) {
                return shaped(share.mode(), mix, random);
            }
        }
        return Fault.NONE;
    }

    private static Fault shaped(FaultMode mode, Fault mix, Random random) {
        var wait = mode == FaultMode.HANG ? Duration.ofSeconds(60) : Duration.ofMillis(2000 + random.nextInt(8000));
        var most = mix.delay().orElse(wait);
        return Fault.of(mode).delayed(wait.compareTo(most) < 0 ? wait : most).retryAfter(mix.retryAfter());
    }
}
