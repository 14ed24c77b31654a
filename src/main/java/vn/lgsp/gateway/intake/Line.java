package vn.lgsp.gateway.intake;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * One connection of a caller: it ends when a head does not come to its end or an answer is not taken, and it outlives a
 * caller that has only said that it will send nothing more. All on its event loop.
 */
final class Line extends ChannelInboundHandlerAdapter {
    private final HttpConnection connection;
    private final Channel channel;
    private final Pace pace;
    private final boolean secure;
    private final Limit head = new Limit();
    private final Limit taking = new Limit();
    private int open;
    private @Nullable HttpCall latest;
    private @Nullable Runnable waiting;
    private boolean ended;
    private boolean over;

    private Line(HttpConnection connection, Pace pace) {
        this.connection = connection;
        this.channel = ((ConnectionBase) connection).channel();
        this.pace = pace;
        this.secure = connection.isSsl();
    }

    /** Stands between the socket and the HTTP decoder of a new connection, and waits for its first request. */
    static Line on(HttpConnection connection, Pace pace) {
        var line = new Line(connection, pace);
        var pipeline = line.channel.pipeline();
        pipeline.addBefore(pipeline.context(HttpRequestDecoder.class).name(), "line", line);
        if (!line.secure) {
            line.channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        line.head.in(pace.patience());
        return line;
    }

    Pace pace() {
        return pace;
    }

    /** True when it speaks TLS; asking the connection itself costs a search in its pipeline. */
    boolean secure() {
        return secure;
    }

    /** Bytes that are no whole head yet: the rest of it must come in time, however it drips. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        context.fireChannelRead(bytes);
        if (open == 0 && !head.isSet()) {
            head.in(pace.patience());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            if (latest != null) {
                latest.cut();
            }
            // what was read before is still on its way to us
            context.executor().execute(this::closeWhenDone);
        }
    }

    private void closeWhenDone() {
        if (open == 0) {
            connection.close();
        }
    }

    /** A request's head is there. */
    void took(HttpCall call) {
        head.off();
        open++;
        latest = call;
        if (ended) {
            call.cut();
        }
    }

    /** Runs when all earlier answers have left: who does not take them is not worked for. */
    void afterEarlierAnswers(Runnable work) {
        if (open > 1) {
            waiting = work;
        } else {
            work.run();
        }
    }

    /** True when nothing more is answered here: what still comes is not looked at. */
    boolean over() {
        return over;
    }

    /** The answer that begins now is the last one here. */
    void ends() {
        over = true;
    }

    /** An answer is on its way into the socket. */
    void sends(long bytes) {
        taking.in(pace.of(bytes));
    }

    /** An exchange is at its end: the answer has left and the body has come, or was given up. */
    void done() {
        taking.off();
        open--;
        if (over || ended && open == 0) {
            connection.close();
        } else if (waiting != null) {
            var work = waiting;
            waiting = null;
            work.run();
        }
    }

    /** At once: a polite end would wait until the caller has taken what is still on its way. */
    void hangUp() {
        var place = channel.pipeline().context(this);
        if (place != null) {
            var unused = place.close();
        }
    }

    /** The connection is gone. */
    void gone() {
        head.off();
        taking.off();
    }

    private final class Limit {
        private @Nullable Future<?> timer;

        boolean isSet() {
            return timer != null;
        }

        void in(Duration time) {
            off();
            timer = channel.eventLoop().schedule(Line.this::hangUp, time.toMillis(), TimeUnit.MILLISECONDS);
        }

        void off() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
        }
    }
}
