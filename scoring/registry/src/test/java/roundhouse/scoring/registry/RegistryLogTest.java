package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.scoring.registry.Samples.LATE;
import static roundhouse.scoring.registry.Samples.command;
import static roundhouse.scoring.registry.Samples.declared;
import static roundhouse.scoring.registry.Samples.model;
import static roundhouse.scoring.registry.Samples.moved;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.StoreUnavailableException;

final class RegistryLogTest {
  private static final long[] BLOCKS = {10, 100};

  private final InMemoryStore store = new InMemoryStore();

  @Test
  void headIsFoundInFewLooksFromAnywhere() {
    RegistryLog log = new RegistryLog(store, BLOCKS);
    for (long head = 0; head <= 300; head++) {
      for (long known : new long[] {0, head / 2, head}) {
        store.looks.set(0);
        assertThat(log.findHead(known)).isEqualTo(head);
        int bits = 64 - Long.numberOfLeadingZeros(head - known);
        assertThat(store.looks.get()).isLessThanOrEqualTo(1 + 2 * bits);
      }
      log.put(head + 1, new byte[0]);
    }
  }

  @Test
  void idleRefreshIsOneLook() {
    Registry registry = open();
    fill(registry, 25);
    store.looks.set(0);

    registry.state();

    assertThat(store.looks).hasValue(1);
  }

  @Test
  void startReadsTheLargestCheckpointsAndWhatFollows() {
    fill(open(), 1234);
    store.looks.set(0);

    RegistryState state = open().state();

    assertThat(state.head()).isEqualTo(1234);
    // 21 to find the head; 12 large blocks and 3 small ones, each with its last entry; 4 entries.
    assertThat(store.looks).hasValue(21 + 2 * (12 + 3) + 4);
  }

  @Test
  void readerFarBehindUsesCheckpointsToo() {
    fill(open(), 5);
    Registry behind = open();
    behind.state();
    fill(open(), 305);
    store.looks.set(0);

    assertThat(behind.state().head()).isEqualTo(305);
    // 5 entries, 9 small blocks, 2 large ones, 5 entries, beside the search for the head.
    assertThat(store.looks.get()).isLessThanOrEqualTo(18 + 5 + 2 * (9 + 2) + 5);
  }

  @Test
  void checkpointsSayWhatTheLogSays() {
    fill(open(), 257);
    store.putIfAbsent(entryKey(258), "any bytes: \u00ff".getBytes(StandardCharsets.ISO_8859_1));
    fill(open(), 300);

    assertThat(store.objects).containsKeys(blockKey(260, 10), blockKey(300, 100));
    assertSame(open().state(), withoutCheckpoints().state());
    assertThat(open().state().voids()).extracting(VoidEntry::entry).containsExactly(258L);
  }

  @Test
  void checkpointIsTheSameBytesWhoeverWritesIt() {
    fill(open(), 20);
    byte[] written = store.read(blockKey(20, 10));
    store.objects.remove(blockKey(20, 10));

    fill(open(), 30);

    assertThat(store.read(blockKey(20, 10))).isEqualTo(written);
  }

  @Test
  void commandsAreRememberedThroughCheckpoints() {
    fill(open(), 130);

    assertThat(open().state().entryOf(command("fill/0"))).hasValue(1L);
    assertThat(open().append(command("fill/0"), declared(LATE))).isEqualTo(new Outcome.Applied(1));
  }

  @Test
  void missingCheckpointsAreMadeUpForByTheNextWriter() {
    fill(open(), 235);
    for (long last : new long[] {210, 220, 230}) {
      store.objects.remove(blockKey(last, 10));
    }
    store.objects.remove(blockKey(200, 100));

    Registry other = open();
    assertThat(other.state().head()).isEqualTo(235);
    fill(other, 300);

    assertThat(store.objects)
        .containsKeys(blockKey(210, 10), blockKey(220, 10), blockKey(230, 10), blockKey(200, 100));
  }

  @Test
  void unusableCheckpointIsPassedOver() {
    fill(open(), 145);
    RegistryState expected = withoutCheckpoints().state();
    byte[][] unusable = {
      store.read(blockKey(20, 10)), {}, {'{', '}'}, bytes("null"), bytes("{\"entries\":[null]}")
    };

    for (byte[] block : unusable) {
      store.objects.put(blockKey(100, 100), block);
      store.objects.put(blockKey(40, 10), block);
      assertSame(open().state(), expected);
    }
  }

  @Test
  void failedCheckpointDoesNotFailTheAppendThatIsInTheLog() {
    InMemoryStore refusing =
        new InMemoryStore() {
          @Override
          public boolean putIfAbsent(ObjectKey key, byte[] content) {
            if (key.value().startsWith("registry/checkpoints")) {
              throw new StoreUnavailableException("checkpoints refused", new Exception());
            }
            return super.putIfAbsent(key, content);
          }
        };

    fill(new Registry(refusing, Clock.systemUTC(), BLOCKS), 25);

    assertThat(new Registry(refusing, Clock.systemUTC(), BLOCKS).state().head()).isEqualTo(25);
  }

  @Test
  void removedEntryIsReportedNotSkipped() {
    fill(open(), 9);
    store.objects.remove(entryKey(4));

    assertThatThrownBy(() -> open().state())
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("Registry entry '4'")
        .hasMessageContaining("restore the object");
  }

  private Registry open() {
    return new Registry(store, Clock.systemUTC(), BLOCKS);
  }

  private Registry withoutCheckpoints() {
    return new Registry(store, Clock.systemUTC(), 1_000_000);
  }

  /// A tag, two models, then moves, up to that head; continues where another writer stopped.
  private static void fill(Registry registry, long head) {
    for (long number = registry.state().head(); number < head; number++) {
      long revision = registry.lastKnown().tag(LATE).map(Tag::revision).orElse(0L);
      Change change =
          switch ((int) number) {
            case 0 -> declared(LATE);
            case 1 -> model("late-1");
            case 2 -> model("late-2");
            default -> moved(LATE, revision, "late-" + (1 + number % 2));
          };
      registry.append(command("fill/" + number), change).orThrow();
    }
  }

  private static void assertSame(RegistryState actual, RegistryState expected) {
    assertThat(actual.head()).isEqualTo(expected.head());
    assertThat(actual.headSha256()).isEqualTo(expected.headSha256());
    assertThat(actual.tags()).isEqualTo(expected.tags());
    assertThat(actual.models()).isEqualTo(expected.models());
    assertThat(actual.commands()).isEqualTo(expected.commands());
    assertThat(actual.voids()).isEqualTo(expected.voids());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectKey entryKey(long number) {
    return ObjectKey.of("registry/log/%020d.json".formatted(number));
  }

  private static ObjectKey blockKey(long last, long size) {
    return ObjectKey.of("registry/checkpoints/%d/%020d.json".formatted(size, last));
  }
}
