package roundhouse.featureengine.language.program;

import java.util.List;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.RowCompiler.Compiled;

/// Maps asks by compiled code: a piece for each key, and one for the features.
final class CompiledAskMapper extends AskMapper {
  private final int eventTime;
  private final int knownAt;
  private final long lateness;
  private final long lag;

  /// By entity kind, for a label its maturity, else -1.
  private final long[] maturities;

  private final RowCode[] keys;
  private final long[][] keyWords;
  private final RowCode features;
  private final List<LabelCode> labels;
  private final ValuePool pool;

  /// What is compiled for asks.
  ///
  /// @param labels by label
  record AskCode(
      Plan plan,
      List<EntityKind> entities,
      List<Compiled> keys,
      Compiled features,
      List<LabelCode> labels) {
    AskCode {
      entities = List.copyOf(entities);
      keys = List.copyOf(keys);
      labels = List.copyOf(labels);
    }
  }

  /// How a label is put.
  ///
  /// @param countAt where the count of outcomes is among the words
  /// @param outcome where the outcome is
  record LabelCode(Label.Absence absence, int countAt, Node.Output outcome, ValueType type) {}

  CompiledAskMapper(AskCode asks, ValuePool pool) {
    Plan plan = asks.plan();
    eventTime = plan.askStream().indexOf(plan.askStream().eventTime());
    knownAt = plan.askStream().indexOf(plan.askStream().knownAt());
    lateness = Micros.of(plan.askStream().lateness());
    lag = Micros.of(plan.lag());
    maturities =
        asks.entities().stream()
            .mapToLong(
                entity ->
                    entity.label().isEmpty()
                        ? -1
                        : Micros.of(plan.labels().get(entity.label().getAsInt()).maturity()))
            .toArray();
    keys = asks.keys().stream().map(key -> key.newInstance(pool)).toArray(RowCode[]::new);
    keyWords =
        asks.entities().stream()
            .map(entity -> new long[entity.keys().size() + 1])
            .toArray(long[][]::new);
    features = asks.features().newInstance(pool);
    labels = asks.labels();
    this.pool = pool;
  }

  @Override
  public Admission admit(Row ask) {
    return Admission.ofTimes(ask.longAt(eventTime), ask.longAt(knownAt), lateness);
  }

  @Override
  public boolean key(int entity, Row ask, long[] words, int at) {
    long[] key = keyWords[entity];
    keys[entity].run(ask, key, 0, null);
    int parts = key.length - 1;
    System.arraycopy(key, 0, words, at, parts);
    return key[parts] != 0;
  }

  @Override
  public long visibleBefore(Row ask) {
    return Micros.minus(ask.longAt(knownAt), lag);
  }

  @Override
  public long visibleBefore(int entity, Row ask) {
    return maturities[entity] < 0 ? visibleBefore(ask) : Micros.plus(askTime(entity, ask), 1);
  }

  @Override
  public long askTime(int entity, Row ask) {
    return maturities[entity] < 0
        ? ask.longAt(eventTime)
        : Micros.plus(ask.longAt(knownAt), maturities[entity]);
  }

  @Override
  public void features(Row ask, long[] outputs, int at, RowSink columns) {
    features.run(ask, outputs, at, columns);
  }

  @Override
  public void labels(long[] outputs, int at, RowSink columns, int firstColumn) {
    for (int i = 0; i < labels.size(); i++) {
      label(i, outputs, at, columns, firstColumn + i);
    }
  }

  /// Puts one label.
  void label(int number, long[] outputs, int at, RowSink columns, int column) {
    LabelCode label = labels.get(number);
    if (outputs[at + label.countAt()] > 0) {
      putOutcome(label, outputs, at, columns, column);
      return;
    }
    switch (label.absence()) {
      case FALSE -> columns.putBoolean(column, false);
      case UNLABELLED -> columns.putNull(column);
    }
  }

  private void putOutcome(LabelCode label, long[] outputs, int at, RowSink columns, int column) {
    Node.Output outcome = label.outcome();
    long word = outputs[at + outcome.valueAt()];
    if ((outputs[at + outcome.bitsAt()] >>> outcome.bit() & 1) != 0) {
      columns.putNull(column);
      return;
    }
    switch (Graph.kind(label.type())) {
      case LONG -> {
        if (label.type().equals(ValueType.BOOLEAN)) {
          columns.putBoolean(column, word != 0);
        } else {
          columns.putLong(column, word);
        }
      }
      case DOUBLE -> columns.putDouble(column, Double.longBitsToDouble(word));
      case TEXT -> columns.putString(column, pool.text(word));
      case LIST -> columns.putList(column, Operations.list(pool, word, outcome.nothing()));
    }
  }
}
