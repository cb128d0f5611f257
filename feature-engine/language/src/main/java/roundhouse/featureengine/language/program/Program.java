package roundhouse.featureengine.language.program;

import java.util.BitSet;
import java.util.List;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.ValueKind;
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
public final class Program {
  private final Plan plan;
  private final ProgramCode code;

  private Program(Plan plan) {
    this.plan = plan;
    this.code = ProgramCompiler.compile(plan);
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
    return code.asks().entities();
  }

  /// How many words the answers of all entity kinds to one ask take together.
  public int outputWords() {
    return entities().stream().mapToInt(entity -> entity.outputs().width()).sum();
  }

  /// Which fields of a stream are read to compute values, by their place in its schema. The id is
  /// among them only where an order needs it; who looks for copies reads it besides.
  ///
  /// @param stream its place in the plan's streams
  public BitSet fieldsRead(int stream) {
    return (BitSet) code.fieldsRead().get(stream).clone();
  }

  /// Which fields of an ask are read to compute values, by their place in its schema.
  public BitSet askFieldsRead() {
    return (BitSet) code.askFieldsRead().clone();
  }

  /// How much earlier than the first ask, in microseconds, an event of that stream may have become
  /// known and still matter to it, be it only by hiding a later copy of itself; `Long.MAX_VALUE`
  /// where a feature looks back on all of time.
  public long lookbackMicros(int stream) {
    long lateness = Micros.of(plan.streams().get(stream).lateness());
    return Micros.plus(featureLookback(stream), lateness);
  }

  public EventMapper newEventMapper(int stream, ValuePool pool) {
    return new CompiledEventMapper(code.streams().get(stream), pool);
  }

  public AskMapper newAskMapper(ValuePool pool) {
    return newCompiledAskMapper(pool);
  }

  CompiledAskMapper newCompiledAskMapper(ValuePool pool) {
    return new CompiledAskMapper(code.asks(), pool);
  }

  public EntityFold newFold(int entity, ValuePool pool) {
    return code.folds().get(entity).newInstance(pool);
  }

  /// Puts what an entity without events answers: counts are 0, most else is null.
  ///
  /// @param at where that entity kind's answer starts
  public void nothing(int entity, long[] outputs, int at) {
    long[] nothing = code.nothing().get(entity);
    System.arraycopy(nothing, 0, outputs, at, nothing.length);
  }

  /// A hash of an entity's key, the same in every process: for partitioning.
  ///
  /// @param words at `at` a record, or the key alone
  public long keyHash(int entity, long[] words, int at, ValuePool pool) {
    List<ValueKind> keys = entities().get(entity).keys();
    long hash = 0;
    for (int i = 0; i < keys.size(); i++) {
      long word = words[at + i];
      long part = keys.get(i) == ValueKind.TEXT ? pool.text(word).hashCode() : word;
      hash = mix(hash * 31 + part);
    }
    return hash;
  }

  /// The longest that events of a stream matter to features; 0 if they read none.
  long featureLookback(int stream) {
    return entities().stream()
        .filter(entity -> entity.label().isEmpty())
        .flatMap(entity -> entity.feeds().stream())
        .filter(feed -> feed.stream() == stream)
        .mapToLong(EntityKind.Feed::lookbackMicros)
        .max()
        .orElse(0);
  }

  /// Scatters all bits over all bits, as the last step of MurmurHash3 does.
  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
