package roundhouse.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises; each implementation runs it.
abstract class ObjectStoreContract {
  private static final ObjectKey KEY = ObjectKey.of("models/late-1/model.json");

  @TempDir Path folder;

  /// An empty store of this test's own.
  abstract ObjectStore store();

  @Test
  void putObjectIsReadBack() {
    assertThat(store().putIfAbsent(KEY, bytes("first"))).isTrue();

    assertThat(store().find(KEY)).hasValue(bytes("first"));
    assertThat(store().read(KEY)).isEqualTo(bytes("first"));
    assertThat(store().size(KEY)).hasValue(5);
  }

  @Test
  void secondPutChangesNothingAndSaysSo() {
    store().putIfAbsent(KEY, bytes("first"));

    assertThat(store().putIfAbsent(KEY, bytes("second"))).isFalse();
    assertThat(store().read(KEY)).isEqualTo(bytes("first"));
  }

  @Test
  void emptyObjectExists() {
    // The JDK's HTTP client may send a request without a body again when its connection breaks; the
    // second then finds the first, which putOnce takes for what it is.
    store().putOnce(KEY, new byte[0]);

    assertThat(store().find(KEY)).hasValue(new byte[0]);
    assertThat(store().size(KEY)).hasValue(0);
    assertThat(store().putIfAbsent(KEY, bytes("second"))).isFalse();
  }

  @Test
  void fileIsPutAndStays() throws Exception {
    byte[] content = random(3_000_000);
    Path file = Files.write(folder.resolve("upload"), content);

    assertThat(store().putIfAbsent(KEY, file)).isTrue();
    assertThat(store().putIfAbsent(KEY, file)).isFalse();
    assertThat(store().read(KEY)).isEqualTo(content);
    assertThat(file).hasBinaryContent(content);
    assertThat(store().sha256Hex(KEY)).isEqualTo(Digests.sha256Hex(file));
  }

  @Test
  void putOnceAcceptsEqualContentAndRefusesOther() throws Exception {
    Path equal = Files.write(folder.resolve("equal"), bytes("first"));
    Path other = Files.write(folder.resolve("other"), bytes("other"));

    assertThat(store().putOnce(KEY, bytes("first"))).isTrue();
    assertThat(store().putOnce(KEY, bytes("first"))).isFalse();
    assertThat(store().putOnce(KEY, equal)).isFalse();
    assertThatThrownBy(() -> store().putOnce(KEY, bytes("other")))
        .isInstanceOf(ConflictingObjectException.class)
        .hasMessageContaining("models/late-1/model.json")
        .hasMessageContaining(store().location())
        .hasMessageContaining("other content");
    assertThatThrownBy(() -> store().putOnce(KEY, other))
        .isInstanceOf(ConflictingObjectException.class);
    assertThat(store().read(KEY)).isEqualTo(bytes("first"));
  }

  @Test
  void missingObjectIsAbsentNotAnError() {
    store().putIfAbsent(ObjectKey.of("models/other"), bytes("x"));

    assertThat(store().find(KEY)).isEmpty();
    assertThat(store().size(KEY)).isEmpty();
    assertThatThrownBy(() -> store().read(KEY)).isInstanceOf(MissingObjectException.class);
    assertThatThrownBy(() -> store().open(KEY))
        .isInstanceOf(MissingObjectException.class)
        .hasMessageContaining("models/late-1/model.json")
        .hasMessageContaining(store().location());
  }

  @Test
  void folderOfObjectsIsNoObject() {
    store().putIfAbsent(KEY, bytes("first"));

    assertThat(store().find(ObjectKey.of("models/late-1"))).isEmpty();
    assertThat(store().size(ObjectKey.of("models/late-1"))).isEmpty();
    assertThat(store().find(KEY.resolve("below"))).isEmpty();
  }

  @Test
  void openObjectIsReadAtAnyPosition() throws Exception {
    byte[] content = random(100_000);
    store().putIfAbsent(KEY, content);

    try (ReadableObject object = store().open(KEY)) {
      assertThat(object.size()).isEqualTo(content.length);
      byte[] target = new byte[300];
      object.readFully(99_900, target, 0, 100);
      object.readFully(0, target, 100, 100);
      object.readFully(50_000, target, 200, 100);
      object.readFully(100_000, target, 300, 0);
      assertThat(target).startsWith(range(content, 99_900, 100));
      assertThat(target).containsSequence(range(content, 0, 100));
      assertThat(target).endsWith(range(content, 50_000, 100));
    }
  }

  @Test
  void readPastTheEndFailsWithEndOfFile() throws Exception {
    store().putIfAbsent(KEY, bytes("first"));

    try (ReadableObject object = store().open(KEY)) {
      assertThatThrownBy(() -> object.readFully(3, new byte[3], 0, 3))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("3 bytes at 3")
          .hasMessageContaining("5 bytes");
    }
  }

  @Test
  void listGivesEveryKeyBelowAPrefixInOrderAndNoOther() {
    List<String> keys =
        IntStream.range(0, 25).mapToObj(i -> "registry/log/%02d.json".formatted(i)).toList();
    keys.reversed().forEach(key -> store().putIfAbsent(ObjectKey.of(key), bytes(key)));
    store().putIfAbsent(ObjectKey.of("registry/logbook"), bytes("x"));

    assertThat(store().list(ObjectKey.of("registry/log")))
        .extracting(ObjectKey::value)
        .containsExactlyElementsOf(keys);
    assertThat(store().list(ObjectKey.of("nothing"))).isEmpty();
    assertThat(store().list(ObjectKey.of("registry/logbook"))).isEmpty();
  }

  @Test
  void oneOfManyRacingPutsWinsAndItsContentStays() throws Exception {
    int writers = 8;
    for (int round = 0; round < 10; round++) {
      ObjectKey key = ObjectKey.of("race/" + round + "/result.json");
      assertOneWins(key, writers);
    }
  }

  private void assertOneWins(ObjectKey key, int writers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    try (var executor = Executors.newFixedThreadPool(writers)) {
      List<Future<Boolean>> won = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        byte[] content = content(writer);
        won.add(
            executor.submit(
                () -> {
                  start.await();
                  return store().putIfAbsent(key, content);
                }));
      }
      List<Integer> winners = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        if (won.get(writer).get()) {
          winners.add(writer);
        }
      }
      assertThat(winners).hasSize(1);
      assertThat(store().read(key)).isEqualTo(content(winners.getFirst()));
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] content(int writer) {
    return bytes("written by %d ".formatted(writer).repeat(1000));
  }

  private static byte[] random(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] range(byte[] content, int from, int length) {
    return Arrays.copyOfRange(content, from, from + length);
  }
}
