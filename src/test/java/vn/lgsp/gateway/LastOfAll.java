package vn.lgsp.gateway;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Closes what the tests of a JVM share when the last of them is over. A shutdown hook is too late: the databases have one too,
 * and a gateway that ends after its database keeps the JVM waiting.
 */
public final class LastOfAll implements LauncherSessionListener {
    private static final Deque<Runnable> ENDS = new ConcurrentLinkedDeque<>();

    /** Done once, after the last test. */
    public static void then(Runnable end) {
        ENDS.push(end);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        ENDS.parallelStream().forEach(Runnable::run);
        ENDS.clear();
    }
}
