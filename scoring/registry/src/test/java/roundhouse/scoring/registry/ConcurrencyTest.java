package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStores;

final class ConcurrencyTest {
  private static final int PROCESSES = 8;
  private static final double FAULT_SHARE = 0.04;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyHistoryOnAFaultyStoreIsLinearisable(long seed) throws Exception {
    Contention contention = new Contention(new InMemoryStore(), seed, FAULT_SHARE);

    assertThat(contention.violations(PROCESSES, 30)).isEmpty();
    assertThat(contention.applied()).isGreaterThan(20);
    assertThat(contention.refused()).isPositive();
  }

  @Test
  void everyHistoryOnTheDiskIsLinearisable() throws Exception {
    Contention contention = new Contention(ObjectStores.onDisk(folder), 1, FAULT_SHARE);

    assertThat(contention.violations(PROCESSES, 12)).isEmpty();
    assertThat(contention.applied()).isGreaterThan(20);
  }

  @Test
  void withoutFaultsEveryCommandIsAnswered() throws Exception {
    Contention contention = new Contention(new InMemoryStore(), 1, 0);

    assertThat(contention.violations(PROCESSES, 30)).isEmpty();
    assertThat(contention.applied() + contention.refused()).isEqualTo(7 + PROCESSES * 30);
  }

  @Test
  void storeThatOverwritesIsFoundOut() throws Exception {
    assertFoundOut(
        seed -> new Contention(new OverwritingStore(), seed, 0),
        "a store without put-if-absent loses moves",
        "was acknowledged, and");
  }

  @Test
  void registryThatForgetsItsCommandsIsFoundOut() throws Exception {
    assertFoundOut(
        seed -> new Contention(new InMemoryStore(), seed, FAULT_SHARE).withoutCommandLookup(),
        "a retry after a lost response takes its own move for someone else's",
        "took effect all the same");
  }

  /// Whether the fault shows depends on how the threads fall: it does in most runs.
  private static void assertFoundOut(
      LongFunction<Contention> unprotected, String why, String violation) throws Exception {
    List<String> found = List.of();
    for (long seed = 1;
        seed <= 50 && found.stream().noneMatch(v -> v.contains(violation));
        seed++) {
      found = unprotected.apply(seed).violations(PROCESSES, 60);
    }
    assertThat(found).as(why).anySatisfy(v -> assertThat(v).contains(violation));
  }

  private static final class OverwritingStore extends InMemoryStore {
    @Override
    public boolean putIfAbsent(ObjectKey key, byte[] content) {
      objects.put(key, content.clone());
      return true;
    }
  }
}
