package vn.lgsp.gateway.sandbox.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest calls a stand-in received, so that a test can look at their headers and bytes. */
final class Recent {
    private static final int KEPT = 100;
    /** Documents of many megabytes would fill the memory. */
    private static final int LARGEST = 1 << 20;

    private final Deque<Call> calls = new ArrayDeque<>();

    synchronized void add(Call call) {
        if (call.body().length > LARGEST) {
            return;
        }
        calls.addLast(call);
        if (calls.size() > KEPT) {
            calls.removeFirst();
        }
    }

    synchronized List<Call> with(String text) {
        return calls.stream().filter(call -> call.text().contains(text) || call.path().contains(text)).toList();
    }

    synchronized void reset() {
        calls.clear();
    }
}
