package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void everyTaskRunsOnce(int threads) {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    AtomicInteger runs = new AtomicInteger();
    new Crew(threads)
        .run(
            100,
            thread -> {
              assertThat(thread).isBetween(0, threads - 1);
              return task -> {
                done.add(task);
                runs.incrementAndGet();
              };
            });
    assertThat(done).hasSize(100);
    assertThat(runs).hasValue(100);
  }

  @Test
  void theFirstFailureEndsTheRunAndWaitersDoNotHideIt() {
    Turns turns = new Turns();
    assertThatThrownBy(
            () ->
                new Crew(3)
                    .run(
                        3,
                        _ ->
                            task -> {
                              if (task == 0) {
                                turns.breakOff();
                                throw new ArithmeticException("task 0");
                              }
                              turns.await(task);
                            }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("task 0");
  }

  @Test
  void anErrorOfAThreadIsNotLost() {
    assertThatThrownBy(
            () ->
                new Crew(2)
                    .run(
                        2,
                        thread -> {
                          if (thread == 1) {
                            throw new StackOverflowError();
                          }
                          return _ -> {};
                        }))
        .isInstanceOf(StackOverflowError.class);
  }
}
