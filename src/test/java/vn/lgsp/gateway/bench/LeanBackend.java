package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * A provider that always says yes, at once or after a set delay, so that what is measured is what stands before it. One
 * thread and one selector in a process of its own, to leave the machine to others; {@code /bench/…} steers it.
 */
final class LeanBackend {
    private static final byte[] YES = json(200, """
            {"session":"S","error_code":0,"message":"Thành công","result":[{"MAHOSO":"H47.12-260302-0012"}]}""");
    private static final byte[] PAID = json(200, """
            {"MaLoi":"00","MoTaLoi":"Thành công","UrlThanhToan":"http://127.0.0.1/pay/1"}""");
    private static final byte[] BUSY = json(503, "{\"error_code\":-1,\"message\":\"Hệ thống đang bảo trì\"}");

    private final Selector selector;
    private final Map<String, Long> calls = new HashMap<>();
    /** In the order in which they are due. */
    private final Queue<Due> waiting = new ArrayDeque<>();
    private long delay;
    private String down = "none";
    private String deaf = "none";

    /** @param at when it is due, by {@link System#nanoTime} */
    private record Due(SocketChannel to, byte[] answer, long at) {}

    private LeanBackend(int port) throws IOException {
        selector = Selector.open();
        var door = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", port), 4096);
        door.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }

    private static byte[] json(int status, String text) {
        var body = text.getBytes(StandardCharsets.UTF_8);
        return ("HTTP/1.1 %d .\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s".formatted(status,
                body.length, text)).getBytes(StandardCharsets.UTF_8);
    }

    /** @param arguments the port */
    public static void main(String[] arguments) throws IOException {
        var backend = new LeanBackend(Integer.parseInt(arguments[0]));
        while (true) {
            backend.turn();
        }
    }

    private void turn() throws IOException {
        var next = waiting.peek();
        if (next == null) {
            selector.select(this::ready);
        } else {
            // rounded up: none is answered early
            selector.select(this::ready, 1 + TimeUnit.NANOSECONDS.toMillis(Math.max(0, next.at() - System.nanoTime())));
        }
        for (var due = waiting.peek(); due != null && due.at() - System.nanoTime() <= 0; due = waiting.peek()) {
            answer(due.to(), due.answer());
            waiting.remove();
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel door) {
                var channel = door.accept();
                channel.socket().setTcpNoDelay(true);
                channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, new Incoming());
            } else {
                take((SocketChannel) key.channel(), (Incoming) key.attachment());
            }
        } catch (IOException e) {
            key.cancel();
            close(key);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(SocketChannel from, Incoming request) throws IOException {
        if (!request.read(from)) {
            return;
        }
        var path = request.word(1);
        if (path.startsWith("/bench/")) {
            answer(from, json(200, String.valueOf(steer(path))));
        } else {
            called(from, path.split("\\?", 2)[0]);
        }
        request.clear();
    }

    private void called(SocketChannel from, String path) {
        calls.merge(path, 1L, Long::sum);
        if (path.equals(deaf)) {
            return;
        }
        var answer = path.equals(down) ? BUSY : path.startsWith("/payment") ? PAID : YES;
        if (delay == 0 || path.equals(down)) {
            answer(from, answer);
        } else {
            waiting.add(new Due(from, answer, System.nanoTime() + delay));
        }
    }

    /** A few hundred bytes: who does not take them at once is not waited for. */
    private static void answer(SocketChannel to, byte[] answer) {
        try {
            if (to.isOpen() && to.write(ByteBuffer.wrap(answer)) < answer.length) {
                to.close();
            }
        } catch (IOException gone) {
            // its selector will say so
        }
    }

    /** {@code delay?ms=200} · {@code down?path=/mapi/g} · {@code deaf?path=/mapi/g} · {@code calls?path=/mapi/g} */
    private long steer(String what) {
        var order = UriComponentsBuilder.fromUriString(what).build();
        var path = String.valueOf(order.getQueryParams().getFirst("path"));
        switch (String.valueOf(order.getPath())) {
            case "/bench/delay" -> delay = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(order.getQueryParams()
                    .getFirst("ms")));
            case "/bench/down" -> down = path;
            case "/bench/deaf" -> deaf = path;
            default -> {
            }
        }
        return calls.getOrDefault(path, 0L);
    }
}
