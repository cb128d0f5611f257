package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsTest {
  private static final int KEY_WORDS = 2;
  private static final int WIDTH = 4;

  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({"0, 1, 10", "1, 1, 10", "1000, 1, 10", "5000, 70, 1", "5000, 4000, 1000000"})
  void eachKeyHasItsRecordsInTheOrderOfTheirInstants(int count, int keys, int disorder) {
    List<long[]> all = randomRecords(count, keys, disorder);
    Records records = load(all);
    KeyTable table = new KeyTable(KEY_WORDS);
    for (int at = 0; at < count * WIDTH; at += WIDTH) {
      table.add(records.words(), at);
    }
    Groups groups = new Groups(KEY_WORDS);
    groups.group(records, table);

    List<List<List<Long>>> found = new ArrayList<>();
    for (int key = 0; key < table.size(); key++) {
      List<List<Long>> ofKey = new ArrayList<>();
      for (int at = groups.start(key); at < groups.start(key + 1); at += WIDTH) {
        ofKey.add(list(java.util.Arrays.copyOfRange(groups.words(), at, at + WIDTH)));
      }
      found.add(ofKey);
    }
    assertThat(found).isEqualTo(expected(all));
  }

  /// By key in the order of first appearance, stably sorted by instant.
  private static List<List<List<Long>>> expected(List<long[]> all) {
    Map<List<Long>, List<List<Long>>> byKey = new LinkedHashMap<>();
    for (long[] each : all) {
      byKey
          .computeIfAbsent(list(each).subList(0, KEY_WORDS), _ -> new ArrayList<>())
          .add(list(each));
    }
    byKey.values().forEach(of -> of.sort(Comparator.comparing(each -> each.get(KEY_WORDS))));
    return List.copyOf(byKey.values());
  }

  @Test
  void recordsOfUnknownKeysAreLeftOut() {
    KeyTable table = new KeyTable(KEY_WORDS);
    table.add(new long[] {7, 7}, 0);
    Groups groups = new Groups(KEY_WORDS);
    groups.group(load(List.of(new long[] {1, 1, 5, 0}, new long[] {7, 7, 6, 0})), table);

    assertThat(table.find(new long[] {1, 1}, 0)).isEqualTo(KeyTable.ABSENT);
    assertThat(groups.start(1)).isEqualTo(WIDTH);
    assertThat(groups.words()).startsWith(7, 7, 6, 0);
  }

  private Records load(List<long[]> all) {
    try (LogShare share = new LogShare(new LogMemory(1 << 24), () -> 1 << 10, scratch)) {
      RecordLog log = share.newLog(new RecordPacking(WIDTH, RecordPacking.Form.CHAINED));
      log.mark(0);
      for (long[] each : all) {
        log.append(each, 0);
      }
      Records records = new Records(WIDTH);
      records.load(log.parts());
      return records;
    }
  }

  private static List<long[]> randomRecords(int count, int keys, int disorder) {
    Random random = new Random(count);
    List<long[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new long[] {random.nextInt(keys), -1, i / 2 + random.nextInt(disorder), i});
    }
    return all;
  }

  private static List<Long> list(long[] words) {
    List<Long> list = new ArrayList<>();
    for (long word : words) {
      list.add(word);
    }
    return list;
  }
}
