package roundhouse.featureengine.kernel;

import java.util.Arrays;

/// The ids of a stream's events, kept as long as a copy of one could still be accepted: the first
/// that comes wins.
///
/// An event is a copy if one of its id was accepted and had become known at most the stream's
/// lateness before. A true copy has its original's event time, so a later one would be refused as
/// late, and the id may go.
public final class SeenIds {
  private final ValueKind kind;
  private final long lateness;
  private final LongMultiset longs = new LongMultiset();
  private final TextMultiset texts = new TextMultiset();

  // A ring of the ids in the order in which they came; of the two id arrays one is used.
  private long[] longIds = new long[16];
  private String[] textIds = new String[16];
  private long[] knownTimes = new long[16];
  private int head;
  private int size;

  /// Keeps ids of that kind, LONG or TEXT.
  ///
  /// @param lateness the stream's bound in microseconds
  public SeenIds(ValueKind kind, long lateness) {
    this.kind = kind;
    this.lateness = lateness;
    Arrays.fill(textIds, "");
  }

  /// Notes the id of an event, and says whether it is the first of that id.
  ///
  /// @param id the id's field
  /// @param knownAt when the event became known; never before that of an earlier call
  public boolean isFirst(Row event, int id, long knownAt) {
    forgetBefore(knownAt);
    if (kind == ValueKind.LONG ? !addLong(event.longAt(id)) : !addText(event.stringAt(id))) {
      return false;
    }
    knownTimes[slot(size)] = knownAt;
    size++;
    return true;
  }

  /// How many ids are kept.
  public int size() {
    return size;
  }

  private boolean addLong(long id) {
    if (longs.contains(id)) {
      return false;
    }
    longs.add(id);
    makeRoom();
    longIds[slot(size)] = id;
    return true;
  }

  private boolean addText(String id) {
    if (texts.contains(id)) {
      return false;
    }
    texts.add(id);
    makeRoom();
    textIds[slot(size)] = id;
    return true;
  }

  private void forgetBefore(long knownAt) {
    while (size > 0 && Long.compareUnsigned(knownAt - knownTimes[head], lateness) > 0) {
      if (kind == ValueKind.LONG) {
        longs.remove(longIds[head]);
      } else {
        texts.remove(textIds[head]);
        textIds[head] = "";
      }
      head = slot(1);
      size--;
    }
  }

  private int slot(int offset) {
    return (head + offset) & (knownTimes.length - 1);
  }

  private void makeRoom() {
    int capacity = knownTimes.length;
    if (size < capacity) {
      return;
    }
    long[] moreLongs = new long[capacity * 2];
    String[] moreTexts = new String[capacity * 2];
    long[] moreTimes = new long[capacity * 2];
    Arrays.fill(moreTexts, "");
    for (int i = 0; i < size; i++) {
      moreLongs[i] = longIds[slot(i)];
      moreTexts[i] = textIds[slot(i)];
      moreTimes[i] = knownTimes[slot(i)];
    }
    longIds = moreLongs;
    textIds = moreTexts;
    knownTimes = moreTimes;
    head = 0;
  }
}
