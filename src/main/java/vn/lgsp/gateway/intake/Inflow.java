package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/** A body that is read only so far as it is allowed to, and remembers why it was not read on. */
final class Inflow extends InputStream {
    private final InputStream body;
    private long allowed;
    private long taken;
    private boolean exceeded;
    private @Nullable IOException broken;

    Inflow(InputStream body, long allowed) {
        this.body = body;
        this.allowed = allowed;
    }

    /** @param bytes of the whole body, from now on */
    void allow(long bytes) {
        allowed = bytes;
    }

    long allowed() {
        return allowed;
    }

    /** There was more than was allowed. */
    boolean exceeded() {
        return exceeded;
    }

    /** @throws IOException when the body broke off, which a parser takes for a fault of its own */
    void whole() throws IOException {
        if (broken != null) {
            throw broken;
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            var read = body.read(into, from, (int) Math.min(length, allowed - taken + 1));
            taken += Math.max(read, 0);
            if (taken > allowed) {
                exceeded = true;
                throw new IOException("more than is allowed");
            }
            return read;
        } catch (IOException e) {
            if (!exceeded) {
                broken = e;
            }
            throw e;
        }
    }
}
