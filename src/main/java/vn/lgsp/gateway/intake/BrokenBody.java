package vn.lgsp.gateway.intake;

import java.io.IOException;

/** The rest of a body does not come, or is no HTTP. */
final class BrokenBody extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenBody(String reason) {
        super(reason);
    }
}
