package roundhouse.featureengine.batch.engine;

import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.AskMapper;

/// Puts the asks of one plan, on one thread, into the buckets of the entities that they ask about.
final class AskScatter implements RowScatter {
  private final StreamUse use;
  private final PlanRun plan;
  private final AskMapper mapper;
  private final AskRows rows;
  private final EntityShuffle[] shuffles;
  private final int thread;
  private final InstantRange range;
  private final int knownAtField;
  private final long[] record;
  private long refused;

  AskScatter(StreamUse use, PlanRun plan, int thread) {
    this.use = use;
    this.plan = plan;
    this.thread = thread;
    rows = plan.rows();
    shuffles = plan.shuffles().toArray(EntityShuffle[]::new);
    mapper = plan.program().newAskMapper(plan.pool());
    range = use.range();
    StreamSchema schema = use.schema();
    knownAtField = schema.indexOf(schema.knownAt());
    record = new long[plan.shuffles().stream().mapToInt(EntityShuffle::askWidth).max().orElse(0)];
  }

  @Override
  public void begin(int group) {
    for (EntityShuffle shuffle : shuffles) {
      shuffle.mark(thread, shuffle.asks(), group);
    }
  }

  @Override
  public void scatter(RowBatch asks, int size, int group, int firstRow) {
    for (int row = 0; row < size; row++) {
      asks.moveTo(row);
      if (range.contains(asks.longAt(knownAtField)) && isAdmitted(asks)) {
        if (!use.isCopy(group, firstRow + row)) {
          scatter(asks, rows.add(group, firstRow + row));
        }
      }
    }
  }

  private boolean isAdmitted(RowBatch ask) {
    boolean isAdmitted = mapper.admit(ask) == Admission.ACCEPTED;
    refused += isAdmitted ? 0 : 1;
    return isAdmitted;
  }

  private void scatter(RowBatch ask, long row) {
    for (int entity = 0; entity < shuffles.length; entity++) {
      if (mapper.key(entity, ask, record, 0)) {
        EntityShuffle shuffle = shuffles[entity];
        int keyWords = shuffle.keyWords();
        record[keyWords] = mapper.visibleBefore(entity, ask);
        record[keyWords + 1] = mapper.askTime(entity, ask);
        record[keyWords + 2] = row;
        shuffle.log(thread, shuffle.asks(), record, 0).append(record, 0);
      }
    }
  }

  @Override
  public void end() {
    plan.addRefused(refused);
    refused = 0;
  }
}
