package roundhouse.featureengine.language.program;

import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Row;

/// Turns events of one stream into records of the entities that they are about: filters, keys and
/// the values that aggregates read. Mutable, for one thread.
///
/// Finding copies of events is not its work: only the owner of the stream's order can do it, with
/// [roundhouse.featureengine.kernel.SeenIds] or a store of its own.
public abstract class EventMapper {
  /// Whether the event counts, by its own times.
  public abstract Admission admit(Row event);

  /// When the event itself says that it became known, in microseconds.
  public abstract long knownAt(Row event);

  /// Maps an event that counts, and says how many records came of it: at most one for each feed of
  /// the stream, none if it concerns nobody.
  ///
  /// @param event the fields of the plan's schema of the stream, in their order; only those of
  ///   [Program#fieldsRead] are read
  /// @param knownAt its place in the order of its source partition: the running maximum
  public abstract int map(Row event, long knownAt);

  /// The entity kind that a record of the last event is for.
  public abstract int entity(int record);

  /// The feed of that entity kind.
  public abstract int feed(int record);

  /// The words of the last event's records; overwritten by the next.
  public abstract long[] words();

  /// Where a record starts among the words.
  public abstract int at(int record);
}
