package roundhouse.featureengine.batch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class ArchivedPartitionTest {
  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder);
  }

  @Test
  void hasNoHeadBeforeItBegins() {
    assertThat(partition().head()).isEmpty();
    assertThat(partition().entries()).isEmpty();
  }

  @Test
  void theFirstStartCounts() {
    assertThat(partition().start(7).nextOffset()).isEqualTo(7);
    assertThat(partition().start(9).nextOffset()).isEqualTo(7);
  }

  @Test
  void findsItsHeadWhateverTheLength() {
    ArchivedPartition writer = partition();
    ArchiveEntry head = writer.start(0);
    for (int length = 1; length <= 40; length++) {
      head = append(writer, head, head.nextOffset() + 10);
      assertThat(partition().head()).contains(head);
    }
    assertThat(partition().entries()).hasSize(41).last().isEqualTo(head);
  }

  @Test
  void oneOfTwoArchiversAppendsAndTheOtherFindsWhereItStands() {
    ArchivedPartition one = partition();
    ArchivedPartition other = partition();
    ArchiveEntry start = one.start(0);
    other.start(0);

    assertThat(one.append(start, content(start, 10))).isTrue();
    assertThat(other.append(start, content(start, 25))).isFalse();

    ArchiveEntry head = other.head().orElseThrow();
    assertThat(head.nextOffset()).isEqualTo(10);
    assertThat(other.append(head, content(head, 25))).isTrue();
    assertThat(partition().entries())
        .extracting(ArchiveEntry::nextOffset)
        .containsExactly(0L, 10L, 25L);
  }

  @Test
  void theSameEntryAppendedByTwoIsOne() {
    ArchivedPartition one = partition();
    ArchivedPartition other = partition();
    ArchiveEntry start = one.start(0);
    other.start(0);

    assertThat(one.append(start, content(start, 10))).isTrue();
    assertThat(other.append(start, content(start, 10))).isTrue();
    assertThat(partition().entries()).hasSize(2);
  }

  @Test
  void offsetsJoinWhoeverAppends() {
    Random random = new Random(1);
    List<ArchivedPartition> archivers = List.of(partition(), partition(), partition());
    List<ArchiveEntry> heads = new ArrayList<>();
    archivers.forEach(archiver -> heads.add(archiver.start(0)));
    for (int i = 0; i < 200; i++) {
      int turn = random.nextInt(archivers.size());
      ArchiveEntry believed = heads.get(turn);
      archivers
          .get(turn)
          .append(believed, content(believed, believed.nextOffset() + 1 + random.nextInt(9)));
      heads.set(turn, archivers.get(turn).head().orElseThrow());
    }
    List<ArchiveEntry> entries = partition().entries();
    for (int i = 1; i < entries.size(); i++) {
      assertThat(entries.get(i).firstOffset()).isEqualTo(entries.get(i - 1).nextOffset());
    }
    assertThat(entries).hasSizeGreaterThan(60);
  }

  @Test
  void anEntryThatLeavesAGapIsRefused() {
    ArchivedPartition writer = partition();
    ArchiveEntry start = writer.start(0);
    assertThatThrownBy(
            () -> writer.append(start, (number, previous) -> entry(number, previous, 5, 10)))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("expected the entry after offset 0 but it starts at 5");
  }

  @Test
  void anAlteredEntryIsFoundByItsSuccessor() throws Exception {
    ArchivedPartition writer = partition();
    ArchiveEntry first = append(writer, writer.start(0), 10);
    append(writer, first, 20);
    Path file = folder.resolve("archive/visits/_chain/0/%020d.json".formatted(1));
    java.nio.file.Files.writeString(
        file, java.nio.file.Files.readString(file).replace("\"visits\"", " \"visits\""));

    assertThatThrownBy(() -> partition().entries())
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining(
            ObjectKey.of("archive/visits/_chain/0/%020d.json".formatted(2)).value());
  }

  @Test
  void aTopicWhoseNameLeadsElsewhereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArchivedPartition.of(store, "../visits", 0))
        .withMessageContaining("Topic '../visits': expected");
  }

  private ArchivedPartition partition() {
    return ArchivedPartition.of(store, "visits", 0);
  }

  private static ArchiveEntry append(ArchivedPartition writer, ArchiveEntry head, long nextOffset) {
    assertThat(writer.append(head, content(head, nextOffset))).isTrue();
    return writer.head().orElseThrow();
  }

  private static ArchivedPartition.Content content(ArchiveEntry head, long nextOffset) {
    return (number, previous) -> entry(number, previous, head.nextOffset(), nextOffset);
  }

  private static ArchiveEntry entry(long number, String previous, long from, long to) {
    return new ArchiveEntry(
        ArchiveEntry.FORMAT,
        "visits",
        0,
        number,
        previous,
        from,
        to,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
