package roundhouse.featureengine.batch.engine;

import java.util.Arrays;

/// The records of a bucket by key, those of a key in the order of an instant that they have. They
/// are copied together: a fold that looked for them all over the bucket would wait for memory at
/// most of them.
///
/// A counting sort keeps the order in which records came, which is that of their instants unless
/// the input was out of order; then the key's records are sorted.
final class Groups {
  private final int instantAt;
  private int width;
  private int[] groups = new int[0];
  private int[] starts = new int[1];
  private long[] words = new long[0];

  /// @param instantAt where in a record its instant is
  Groups(int instantAt) {
    this.instantAt = instantAt;
  }

  /// Groups records by the keys of a table; those of other keys are left out.
  void group(Records records, KeyTable keys) {
    int count = records.count();
    width = records.width();
    if (groups.length < count) {
      groups = new int[count];
      words = new long[count * width];
    }
    if (starts.length < keys.size() + 1) {
      starts = new int[2 * keys.size() + 1];
    }
    Arrays.fill(starts, 0, keys.size() + 1, 0);
    count(records, keys);
    place(records, keys.size());
    for (int group = 0; group < keys.size(); group++) {
      sort(start(group), start(group + 1));
    }
  }

  private void count(Records records, KeyTable keys) {
    long[] all = records.words();
    int end = records.count() * width;
    for (int at = 0, i = 0; at < end; at += width, i++) {
      int group = keys.find(all, at);
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
    long[] all = records.words();
    int count = records.count();
    for (int i = 0; i < count; i++) {
      if (groups[i] != KeyTable.ABSENT) {
        System.arraycopy(all, i * width, words, starts[groups[i]]++ * width, width);
      }
    }
    // Each start has moved to its group's end, which is the next one's start.
    System.arraycopy(starts, 0, starts, 1, size);
    starts[0] = 0;
  }

  private void sort(int from, int to) {
    for (int at = from + width; at < to; at += width) {
      if (words[at + instantAt] < words[at - width + instantAt]) {
        sortUnordered(from, to);
        return;
      }
    }
  }

  private void sortUnordered(int from, int to) {
    int[] order = new int[(to - from) / width];
    for (int i = 0; i < order.length; i++) {
      order[i] = i * width;
    }
    long[] unordered = Arrays.copyOfRange(words, from, to);
    mergeSort(unordered, order, 0, order.length);
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(unordered, order[i], words, from + i * width, width);
    }
  }

  private void mergeSort(long[] unordered, int[] order, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(unordered, order, from, middle);
    mergeSort(unordered, order, middle, to);
    int[] left = Arrays.copyOfRange(order, from, middle);
    int next = middle;
    int target = from;
    for (int each : left) {
      while (next < to && unordered[order[next] + instantAt] < unordered[each + instantAt]) {
        order[target++] = order[next++];
      }
      order[target++] = each;
    }
  }

  /// Where in [#words] the records of a group start; the next one's start is their end.
  int start(int group) {
    return starts[group] * width;
  }

  /// The records, group by group.
  long[] words() {
    return words;
  }
}
