package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

class TurnTest {
    private final Turn turn = Loops.SHARED.next();

    @Test
    void what_one_turn_brings_forth_is_handed_over_by_one_virtual_thread_in_order() throws Exception {
        var first = new CompletableFuture<Thread>();
        var second = new CompletableFuture<List<Object>>();

        turn.soon(() -> {
            turn.endsWith(() -> first.complete(Thread.currentThread()));
            turn.endsWith(() -> second.complete(List.of(Thread.currentThread(), first.isDone())));
        });

        var handing = first.get(5, TimeUnit.SECONDS);
        assertThat(handing.isVirtual()).isTrue();
        assertThat(second.get(5, TimeUnit.SECONDS)).containsExactly(handing, true);
    }

    @Test
    void what_comes_alone_is_handed_over_by_the_loop_itself_and_not_before_its_turn_is_over() throws Exception {
        var loop = new CompletableFuture<Thread>();
        var only = new CompletableFuture<Thread>();
        var early = new CompletableFuture<Boolean>();

        turn.soon(() -> {
            loop.complete(Thread.currentThread());
            turn.endsWith(() -> only.complete(Thread.currentThread()));
            early.complete(only.isDone());
        });

        assertThat(only.get(5, TimeUnit.SECONDS)).isSameAs(loop.join());
        assertThat(early.join()).isFalse();
    }

    @Test
    void a_full_bunch_does_not_wait_for_the_end_of_a_long_turn() throws Exception {
        var last = new CompletableFuture<Thread>();
        var during = new CompletableFuture<Thread>();

        turn.soon(() -> {
            for (int i = 1; i < Turn.BUNCH; i++) {
                turn.endsWith(() -> {});
            }
            turn.endsWith(() -> last.complete(Thread.currentThread()));
            during.complete(last.orTimeout(5, TimeUnit.SECONDS).join());
        });

        assertThat(during.get(10, TimeUnit.SECONDS).isVirtual()).isTrue();
    }

    @Test
    void what_threads_want_of_the_loop_is_done_in_their_order_between_two_of_its_reads() throws Exception {
        var done = new CopyOnWriteArrayList<Integer>();
        var afterOneRead = new CompletableFuture<List<Integer>>();
        var all = new CompletableFuture<List<Integer>>();

        onSomeLoop(() -> {
            var here = Loops.SHARED.here();
            for (int i = 0; i < 100; i++) {
                int number = i;
                here.soon(() -> done.add(number));
            }
            here.endsWith(() -> {});
            afterOneRead.complete(List.copyOf(done));
            here.soon(() -> all.complete(List.copyOf(done)));
        });

        assertThat(afterOneRead.get(5, TimeUnit.SECONDS)).isNotEmpty().hasSizeLessThan(100).isSorted();
        assertThat(all.get(5, TimeUnit.SECONDS)).hasSize(100).isSorted();
    }

    @Test
    void an_errand_that_fails_keeps_no_other_from_being_done() throws Exception {
        var done = new CompletableFuture<Void>();

        turn.soon(() -> {
            throw new IllegalStateException("for a test");
        });
        turn.soon(() -> done.complete(null));

        done.get(5, TimeUnit.SECONDS);
    }

    @Test
    void nobody_but_a_loop_has_turns() {
        assertThatThrownBy(Loops.SHARED::here).hasMessageContaining("not on an event loop");
    }

    /** As a door is called: by the loop itself, and not as an errand of a thread. */
    private static void onSomeLoop(Runnable read) {
        EventLoops.await(Loops.SHARED.vertx().deployVerticle(() -> new VerticleBase() {
            @Override
            public Future<?> start() {
                read.run();
                return Future.succeededFuture();
            }
        }, new DeploymentOptions()));
    }
}
