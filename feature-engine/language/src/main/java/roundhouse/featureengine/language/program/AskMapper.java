package roundhouse.featureengine.language.program;

import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;

/// Says what an ask must be told by entities, and makes its features and labels of what they
/// answered. Mutable, for one thread.
///
/// Rows have the fields of the plan's ask stream in their order; only those of
/// [Program#askFieldsRead] are read.
public abstract class AskMapper {
  /// Whether the ask may be answered: one that is late or before its time is refused.
  public abstract Admission admit(Row ask);

  /// Puts the ask's key of an entity kind.
  ///
  /// @param words gets a word for each part of the key
  /// @return false if a part is null: such an ask has no entity, and gets [Program#nothing]
  public abstract boolean key(int entity, Row ask, long[] words, int at);

  /// Events of the entity kinds of features are visible to the ask if they became known before this
  /// instant, in microseconds: ask.knownAt − lag.
  public abstract long visibleBefore(Row ask);

  /// Events of an entity kind are visible to the ask if they became known before this instant, in
  /// microseconds: ask.knownAt − lag; for a label just after the end of its maturity.
  public abstract long visibleBefore(int entity, Row ask);

  /// The instant, in microseconds, to ask an entity about.
  public abstract long askTime(int entity, Row ask);

  /// Puts the ask's features, column i being the plan's feature i.
  ///
  /// @param outputs at `at` the [Program#outputWords] of the ask, each entity kind's answer at its
  ///   [EntityKind#outputAt]
  public abstract void features(Row ask, long[] outputs, int at, RowSink columns);

  /// Puts the ask's labels, column `firstColumn + i` being the plan's label i.
  public abstract void labels(long[] outputs, int at, RowSink columns, int firstColumn);
}
