package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class TurnTest {

    @Test
    void what_one_turn_brings_forth_is_handed_over_by_one_virtual_thread_in_order() throws Exception {
        var first = new CompletableFuture<Thread>();
        var second = new CompletableFuture<List<Object>>();

        Loops.SHARED.next().runOnContext(turn -> {
            Turn.endsWith(() -> first.complete(Thread.currentThread()));
            Turn.endsWith(() -> second.complete(List.of(Thread.currentThread(), first.isDone())));
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

        Loops.SHARED.next().runOnContext(turn -> {
            loop.complete(Thread.currentThread());
            Turn.endsWith(() -> only.complete(Thread.currentThread()));
            early.complete(only.isDone());
        });

        assertThat(only.get(5, TimeUnit.SECONDS)).isSameAs(loop.join());
        assertThat(early.join()).isFalse();
    }
}
