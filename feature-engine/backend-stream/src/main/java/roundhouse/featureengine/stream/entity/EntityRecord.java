package roundhouse.featureengine.stream.entity;

import java.util.List;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EntityKind.Feed;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.event.EventId;

/// An event on its way to one of the entities that it is about: the record's key names the entity,
/// its value says where the event came from and what is read of it.
///
/// ```
/// key   = kind, key's length, key
/// value = feed, source partition, source offset, [id,] the feed's words without the key's
/// ```
///
/// The event's id is there where the feed is of the plan's ask stream: [AppliedAsks]. Numbers and
/// words as [ByteWriter] and [WordCodec] write them.
public final class EntityRecord {
  private EntityRecord() {}

  /// A record's key; no entity's key is the beginning of another's.
  public static byte[] key(int kind, byte[] key, ByteWriter scratch) {
    scratch.clear();
    scratch.putLong(kind);
    scratch.putBytes(key);
    return scratch.toBytes();
  }

  /// The kind in a record's key.
  static int kindOf(byte[] recordKey) {
    return (int) new ByteReader(recordKey).readLong();
  }

  /// The entity's own key in a record's key.
  static byte[] keyOf(byte[] recordKey) {
    ByteReader reader = new ByteReader(recordKey);
    reader.readLong();
    return reader.readBytes();
  }

  /// Whether the bytes are a record's key, with nothing behind it.
  static boolean isWhole(byte[] rowKey) {
    ByteReader reader = new ByteReader(rowKey);
    reader.readLong();
    reader.readBytes();
    return reader.remaining() == 0;
  }

  /// Whether what comes by the feed are asks as events.
  static boolean isOfAsks(Program program, Feed feed) {
    Plan plan = program.plan();
    return plan.streams().get(feed.stream()).name().equals(plan.askStream().name());
  }

  /// Writes records of one feed from words of one pool. Mutable, for one thread.
  public static final class Writer {
    private final EntityKind kind;
    private final Feed feed;
    private final boolean isOfAsks;
    private final WordCodec keys;
    private final WordCodec rest;
    private final ByteWriter key = new ByteWriter();
    private final ByteWriter bytes = new ByteWriter();

    public Writer(Program program, EntityKind kind, Feed feed, ValuePool pool) {
      this.kind = kind;
      this.feed = feed;
      isOfAsks = isOfAsks(program, feed);
      keys = WordCodec.of(kind.keys(), pool);
      rest = WordCodec.of(wordsWithoutKey(feed), pool);
    }

    public byte[] key(long[] words, int at) {
      key.clear();
      keys.write(words, at, key);
      return EntityRecord.key(kind.index(), key.toBytes(), bytes);
    }

    /// A record's value.
    ///
    /// @param id the event's
    public byte[] value(int partition, long offset, EventId id, long[] words, int at) {
      bytes.clear();
      bytes.putLong(feed.index());
      bytes.putLong(partition);
      bytes.putLong(offset);
      if (isOfAsks) {
        id.write(bytes);
      }
      rest.write(words, at + feed.layout().keyWords(), bytes);
      return bytes.toBytes();
    }
  }

  static List<ValueKind> wordsWithoutKey(Feed feed) {
    List<ValueKind> kinds = feed.layout().kinds();
    return kinds.subList(feed.layout().keyWords(), kinds.size());
  }
}
