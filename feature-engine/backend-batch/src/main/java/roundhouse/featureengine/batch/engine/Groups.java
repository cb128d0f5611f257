package roundhouse.featureengine.batch.engine;

import java.util.Arrays;

/// The records of a bucket by key, those of a key in the order of an instant that they have.
///
/// A counting sort keeps the order in which records came, which is that of their instants unless
/// the input was out of order; then the key's records are sorted.
final class Groups {
  private final int instantAt;
  private int[] groups = new int[0];
  private int[] starts = new int[1];
  private int[] order = new int[0];

  /// @param instantAt where in a record its instant is
  Groups(int instantAt) {
    this.instantAt = instantAt;
  }

  /// Groups records by the keys of a table; those of other keys are left out.
  void group(Records records, KeyTable keys) {
    int count = records.count();
    if (order.length < count) {
      groups = new int[count];
      order = new int[count];
    }
    if (starts.length < keys.size() + 1) {
      starts = new int[2 * keys.size() + 1];
    }
    Arrays.fill(starts, 0, keys.size() + 1, 0);
    count(records, keys);
    place(records, keys.size());
  }

  private void count(Records records, KeyTable keys) {
    long[] words = records.words();
    int width = records.width();
    int end = records.count() * width;
    for (int at = 0, i = 0; at < end; at += width, i++) {
      int group = keys.find(words, at);
      groups[i] = group;
      if (group != KeyTable.ABSENT) {
        starts[group + 1]++;
      }
    }
  }

  private void place(Records records, int size) {
    for (int group = 0; group < size; group++) {
      starts[group + 1] += starts[group];
    }
    int count = records.count();
    int width = records.width();
    for (int i = 0; i < count; i++) {
      if (groups[i] != KeyTable.ABSENT) {
        order[starts[groups[i]]++] = i * width;
      }
    }
    // Each start has moved to its group's end, which is the next one's start.
    System.arraycopy(starts, 0, starts, 1, size);
    starts[0] = 0;
    for (int group = 0; group < size; group++) {
      sort(records.words(), starts[group], starts[group + 1]);
    }
  }

  private void sort(long[] words, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (words[order[i] + instantAt] < words[order[i - 1] + instantAt]) {
        mergeSort(words, from, to);
        return;
      }
    }
  }

  private void mergeSort(long[] words, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(words, from, middle);
    mergeSort(words, middle, to);
    int[] left = Arrays.copyOfRange(order, from, middle);
    int next = middle;
    int target = from;
    for (int each : left) {
      while (next < to && words[order[next] + instantAt] < words[each + instantAt]) {
        order[target++] = order[next++];
      }
      order[target++] = each;
    }
  }

  /// Where in [#order] a group starts; the next one's start is its end.
  int start(int group) {
    return starts[group];
  }

  /// Places of records among their words, group by group.
  int[] order() {
    return order;
  }
}
