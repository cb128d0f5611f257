package roundhouse.featureengine.kernel.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;

/// What every compiled fold shares: its histories, their eviction, and their state in sections.
///
/// A section other than the header holds the events or tiles of one history whose time falls into
/// one bucket; its number is the history's in the highest 16 bits and the bucket's below. Windows
/// and their aggregates are not in the state: the next ask makes them anew.
public abstract class HistoriesFold extends EntityFold {
  private static final int FORMAT = 1;
  private static final int BUCKET_BITS = 48;
  private static final long BUCKET_MASK = (1L << BUCKET_BITS) - 1;

  private final History[] histories;
  private final String version;
  private final Buckets changed = new Buckets();
  private final ByteWriter bytes = new ByteWriter();

  /// Whether what is stored is known, so that changes can be told.
  private boolean isTracked;

  private boolean isHeaderChanged;

  /// A fold of these histories; a subclass keeps them under their own names besides.
  protected HistoriesFold(String version, List<History> histories) {
    this.version = version;
    this.histories = histories.toArray(History[]::new);
  }

  /// One history of the entity.
  ///
  /// @param events its events, or the order of its tiles
  /// @param tiles what is kept in the stead of events, if it is
  /// @param kinds of its events' words; of tiles that of their start
  /// @param retention in microseconds; `Long.MAX_VALUE` for ever
  /// @param absorbed what is kept of the events that were dropped, where that still matters
  /// @param bucket how long a bucket of its events is, in microseconds; at least [#LEAST_BUCKET]
  public record History(
      RetainedEvents events,
      @Nullable Tiles tiles,
      List<ValueKind> kinds,
      long retention,
      List<? extends Partial<?>> absorbed,
      long bucket,
      ValuePool pool) {
    /// So long that numbers of buckets have 48 bits.
    public static final long LEAST_BUCKET = 1 << 16;

    public History {
      kinds = List.copyOf(kinds);
      absorbed = List.copyOf(absorbed);
    }

    boolean isEmpty() {
      return events.isEmpty() && absorbed.stream().allMatch(Partial::isEmpty);
    }

    void clear() {
      if (tiles == null) {
        events.clear();
      } else {
        tiles.clear();
      }
    }

    WordCodec codec() {
      return WordCodec.of(kinds, pool);
    }
  }

  /// The instant at or before which events no longer matter once one known at `now` has come.
  public static long expired(long now, long retention) {
    long expired = now - retention;
    return expired > now ? Long.MIN_VALUE : expired;
  }

  /// Drops a history's events whose time is at most that, and lets windows leave them.
  protected abstract void drop(int history, long expired);

  /// Forgets windows and aggregates.
  protected abstract void clearWindows();

  /// Makes windows and aggregates anew from what was just read.
  protected abstract void restart();

  /// Notes that dropped events were absorbed.
  protected final void noteAbsorbed() {
    isHeaderChanged = true;
  }

  /// Notes that an event of that time came into a history.
  protected final void note(int history, long time) {
    if (isTracked) {
      changed.add(section(history, time));
    }
  }

  /// Notes that the events before that position are about to be dropped.
  protected final void noteDrop(int history, long position) {
    if (!isTracked) {
      return;
    }
    RetainedEvents events = histories[history].events();
    long last = Long.MIN_VALUE;
    for (long at = events.first(); at < position; at++) {
      long section = section(history, events.time(at));
      if (section != last) {
        changed.add(section);
        last = section;
      }
    }
  }

  @Override
  public final void clear() {
    for (History history : histories) {
      history.clear();
    }
    clearWindows();
    changed.clear();
    isTracked = false;
  }

  @Override
  public final boolean isEmpty() {
    for (History history : histories) {
      if (!history.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final void expire(long now) {
    for (int i = 0; i < histories.length; i++) {
      drop(i, expired(now, histories[i].retention()));
    }
  }

  @Override
  public final long emptyAfter() {
    long latest = Long.MIN_VALUE;
    for (History history : histories) {
      RetainedEvents events = history.events();
      if (events.isEmpty() && !history.isEmpty()) {
        return Long.MAX_VALUE;
      }
      if (!events.isEmpty()) {
        long last = events.time(events.end() - 1);
        long empty = last + history.retention();
        boolean isNever = empty < last || !history.absorbed().isEmpty();
        latest = Math.max(latest, isNever ? Long.MAX_VALUE : empty);
      }
    }
    return latest;
  }

  @Override
  public final void write(Sections sections) {
    writeHeader(sections);
    for (int i = 0; i < histories.length; i++) {
      RetainedEvents events = histories[i].events();
      for (long at = events.first(); at < events.end(); ) {
        at = writeBucket(section(i, events.time(at)), at, sections);
      }
    }
    changed.clear();
    isTracked = false;
  }

  @Override
  public final void writeChanges(Sections sections) {
    if (isTracked) {
      if (isHeaderChanged) {
        writeHeader(sections);
      }
      for (int i = 0; i < changed.size(); i++) {
        long section = changed.at(i);
        writeBucket(section, firstOf(section), sections);
      }
      changed.clear();
    } else {
      write(sections);
      isTracked = true;
    }
  }

  @Override
  public final void read(long section, byte[] content) {
    isTracked = true;
    ByteReader reader = new ByteReader(content);
    if (section == HEADER) {
      readHeader(reader);
      return;
    }
    int history = historyOf(section);
    if (history < 0 || history >= histories.length) {
      throw new UnreadableStateException("section %d is of no history".formatted(section));
    }
    readBucket(section, history, reader);
  }

  private void writeHeader(Sections sections) {
    bytes.clear();
    bytes.putLong(FORMAT);
    bytes.putText(version);
    for (History history : histories) {
      history.absorbed().forEach(partial -> partial.write(bytes, history.pool()));
    }
    sections.put(HEADER, bytes);
    isHeaderChanged = false;
  }

  private void readHeader(ByteReader reader) {
    long format = reader.readLong();
    if (format != FORMAT) {
      throw new UnreadableStateException(
          "its format is %d where %d is read".formatted(format, FORMAT));
    }
    String other = reader.readText();
    if (!other.equals(version)) {
      throw new UnreadableStateException(
          "it is of entity kind '%s' where '%s' is expected".formatted(other, version));
    }
    for (History history : histories) {
      history.absorbed().forEach(partial -> partial.read(reader, history.pool()));
    }
    reader.end();
    restart();
  }

  /// @param at where its events start
  /// @return where those of the next bucket do
  private long writeBucket(long section, long at, Sections sections) {
    int number = historyOf(section);
    History history = histories[number];
    RetainedEvents events = history.events();
    bytes.clear();
    WordCodec codec = history.codec();
    long next = at;
    for (; next < events.end() && section(number, events.time(next)) == section; next++) {
      codec.write(events.words(), events.at(next), bytes);
      if (history.tiles() != null) {
        history.tiles().write(next, bytes, history.pool());
      }
    }
    if (next > at) {
      sections.put(section, bytes);
    } else {
      sections.remove(section);
    }
    return next;
  }

  private long firstOf(long section) {
    int history = historyOf(section);
    RetainedEvents events = histories[history].events();
    long bucket = (section << (Long.SIZE - BUCKET_BITS)) >> (Long.SIZE - BUCKET_BITS);
    long start = bucket * histories[history].bucket();
    return start == Long.MIN_VALUE
        ? events.first()
        : events.positionAfter(start - 1, events.first());
  }

  private void readBucket(long section, int number, ByteReader reader) {
    History history = histories[number];
    int width = history.kinds().size();
    long[] event = new long[width];
    WordCodec codec = history.codec();
    while (reader.remaining() > 0) {
      codec.read(reader, event, 0);
      if (section(number, event[0]) != section) {
        throw new UnreadableStateException(
            "section %d holds an event of another time".formatted(section));
      }
      if (history.tiles() != null) {
        history.tiles().read(event[0], reader, history.pool());
      } else {
        insert(history.events(), event);
      }
    }
  }

  private static void insert(RetainedEvents events, long[] event) {
    int at = events.insert(event[0], events.idOf(event, 0));
    System.arraycopy(event, 0, events.words(), at, event.length);
  }

  private static int historyOf(long section) {
    return (int) (section >>> BUCKET_BITS) - 1;
  }

  private long section(int history, long time) {
    long bucket = Math.floorDiv(time, histories[history].bucket());
    return (long) (history + 1) << BUCKET_BITS | (bucket & BUCKET_MASK);
  }
}
