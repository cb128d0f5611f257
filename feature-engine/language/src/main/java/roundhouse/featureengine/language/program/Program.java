package roundhouse.featureengine.language.program;

import java.util.BitSet;
import java.util.List;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.TimeZones;

/// A plan compiled for running: the form in which every backend computes values. Immutable, for any
/// number of threads; compile once.
///
/// ```
/// event  --EventMapper-->  records, by entity  --EntityFold-->  outputs  --AskMapper-->  features
///                                    ask's keys and times  ----^
/// ```
///
/// How to drive it: map events, and bring each entity's records to a fold of its kind in the order
/// of knownAt. For each ask and entity kind, once all of the entity's records with knownAt <
/// [AskMapper#visibleBefore] are applied and none other, have the fold of the ask's key answer
/// [AskMapper#askTime]. An entity without records answers [#nothing]. Then the answers of all kinds
/// make the features. All words of one run come from one [ValuePool].
@SuppressWarnings("DoNotCallSuggester")
public final class Program {
  private final Plan plan;

  private Program(Plan plan) {
    this.plan = plan;
  }

  /// Compiles a plan.
  ///
  /// @throws IllegalStateException if this machine has other time-zone rules than the plan's
  public static Program of(Plan plan) {
    TimeZones.requireSameData(plan);
    return new Program(plan);
  }

  public Plan plan() {
    return plan;
  }

  /// What state is kept for; those of features first, then one for each label in the plan's order.
  public List<EntityKind> entities() {
    throw new UnsupportedOperationException();
  }

  /// How many words the answers of all entity kinds to one ask take together.
  public int outputWords() {
    throw new UnsupportedOperationException();
  }

  /// Which fields of a stream are read to compute values, by their place in its schema. The id is
  /// among them only where an order needs it; who looks for copies reads it besides.
  ///
  /// @param stream its place in the plan's streams
  public BitSet fieldsRead(int stream) {
    throw new UnsupportedOperationException();
  }

  /// Which fields of an ask are read to compute values, by their place in its schema.
  public BitSet askFieldsRead() {
    throw new UnsupportedOperationException();
  }

  /// How much earlier than the first ask, in microseconds, an event of that stream may have become
  /// known and still matter to an ask's features or labels; 0 if only labels read it and none of
  /// its copies can matter.
  public long lookbackMicros(int stream) {
    throw new UnsupportedOperationException();
  }

  public EventMapper newEventMapper(int stream, ValuePool pool) {
    throw new UnsupportedOperationException();
  }

  public AskMapper newAskMapper(ValuePool pool) {
    throw new UnsupportedOperationException();
  }

  public EntityFold newFold(int entity, ValuePool pool) {
    throw new UnsupportedOperationException();
  }

  /// Puts what an entity without events answers: counts are 0, all else is null.
  ///
  /// @param at where that entity kind's answer starts
  public void nothing(int entity, long[] outputs, int at) {
    throw new UnsupportedOperationException();
  }

  /// A hash of an entity's key, the same in every process: for partitioning.
  ///
  /// @param words at `at` a record, or the key alone
  public long keyHash(int entity, long[] words, int at, ValuePool pool) {
    throw new UnsupportedOperationException();
  }
}
