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
  private static final long INTERVAL = 10;

  private final InMemoryStore store = new InMemoryStore();

  @Test
  void headIsFoundInFewLooksFromAnywhere() {
    RegistryLog log = new RegistryLog(store, INTERVAL);
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
  void startReadsTheLastCheckpointAndWhatFollows() {
    fill(open(), 1234);
    store.looks.set(0);

    RegistryState state = open().state();

    assertThat(state.head()).isEqualTo(1234);
    // 22 to find the head, the checkpoint and its entry, four entries after it.
    assertThat(store.looks.get()).isLessThan(30);
  }

  @Test
  void checkpointSaysWhatTheLogSays() {
    fill(open(), 57);

    assertSame(open().state(), withoutCheckpoints().state());
  }

  @Test
  void checkpointIsTheSameBytesWhoeverWritesIt() {
    fill(open(), 20);
    byte[] written = checkpoint(20);

    store.objects.remove(checkpointKey(20));
    Registry other = open();
    fill(other, 21);

    assertThat(checkpoint(20)).isEqualTo(written);
  }

  @Test
  void commandsAreRememberedThroughCheckpoints() {
    fill(open(), 30);
    RegistryState state = open().state();

    assertThat(state.entryOf(command("fill/0"))).hasValue(1L);
    assertThat(open().append(command("fill/0"), declared(LATE))).isEqualTo(new Outcome.Applied(1));
  }

  @Test
  void missingCheckpointIsProbedDownwardAndHealedByTheNextWriter() {
    fill(open(), 35);
    store.objects.remove(checkpointKey(30));

    Registry other = open();
    assertThat(other.state().head()).isEqualTo(35);
    fill(other, 36);

    assertThat(store.objects).containsKey(checkpointKey(30));
  }

  @Test
  void unreadableOrForeignCheckpointIsPassedOver() {
    fill(open(), 45);
    RegistryState expected = withoutCheckpoints().state();
    byte[] foreign =
        new String(checkpoint(20), StandardCharsets.UTF_8)
            .replace("\"head\":20", "\"head\":40")
            .getBytes(StandardCharsets.UTF_8);

    for (byte[] bad :
        new byte[][] {foreign, {}, {'{', '}'}, "null".getBytes(StandardCharsets.UTF_8)}) {
      store.objects.put(checkpointKey(40), bad);
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

    fill(new Registry(refusing, Clock.systemUTC(), INTERVAL), 25);

    assertThat(new Registry(refusing, Clock.systemUTC(), INTERVAL).state().head()).isEqualTo(25);
  }

  @Test
  void removedEntryIsReportedNotSkipped() {
    fill(open(), 9);
    store.objects.remove(ObjectKey.of("registry/log/00000000000000000004.json"));

    assertThatThrownBy(() -> open().state())
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("Registry entry '4'")
        .hasMessageContaining("restore the object");
  }

  private Registry open() {
    return new Registry(store, Clock.systemUTC(), INTERVAL);
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
    assertThat(RegistryJson.write(Checkpoint.of(actual)))
        .isEqualTo(RegistryJson.write(Checkpoint.of(expected)));
  }

  private byte[] checkpoint(long number) {
    return store.read(checkpointKey(number));
  }

  private static ObjectKey checkpointKey(long number) {
    return ObjectKey.of("registry/checkpoints/v1/%020d.json".formatted(number));
  }
}
