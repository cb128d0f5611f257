package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;

/// Maps the events of one stream, for one plan on one thread, and puts their records into the
/// buckets of their entities.
final class EventScatter implements RowScatter {
  private final StreamUse use;
  private final PlanRun plan;
  private final EventMapper mapper;
  private final List<EntityShuffle> shuffles;
  private final int thread;
  private final InstantRange range;
  private final InstantRange counted;
  private final int visibleAt;
  private long refused;

  /// @param asks refused events are counted where they became known among them
  EventScatter(StreamUse use, PlanRun plan, int thread, InstantRange asks) {
    this.use = use;
    this.plan = plan;
    this.thread = thread;
    shuffles = plan.shuffles();
    mapper = plan.program().newEventMapper(use.stream(), plan.pool());
    range = use.range();
    visibleAt = use.schema().fields().size();
    counted = plan.isAskStream(use.schema()) ? new InstantRange(0, 0) : asks;
  }

  @Override
  public void begin(int group) {
    for (EntityShuffle shuffle : shuffles) {
      for (EntityKind.Feed feed : shuffle.kind().feeds()) {
        if (feed.stream() == use.stream()) {
          shuffle.mark(thread, feed.index(), group);
        }
      }
    }
  }

  @Override
  public void scatter(RowBatch events, int size, int group, int firstRow) {
    for (int row = 0; row < size; row++) {
      events.moveTo(row);
      long knownAt = events.longAt(visibleAt);
      if (range.contains(knownAt) && isAdmitted(events, knownAt)) {
        if (!use.isCopy(group, firstRow + row)) {
          scatter(mapper.map(events, knownAt), group, knownAt);
        }
      }
    }
  }

  private boolean isAdmitted(RowBatch event, long knownAt) {
    Admission admission = mapper.admit(event);
    if (admission == Admission.ACCEPTED) {
      return true;
    }
    refused += counted.contains(knownAt) ? 1 : 0;
    return false;
  }

  private void scatter(int records, int group, long knownAt) {
    long[] words = mapper.words();
    for (int record = 0; record < records; record++) {
      int from = mapper.at(record);
      EntityShuffle shuffle = shuffles.get(mapper.entity(record));
      shuffle.log(thread, mapper.feed(record), words, from).append(words, from);
      shuffle.spans(mapper.feed(record)).add(group, knownAt);
    }
  }

  @Override
  public void end() {
    plan.addRefused(refused);
    refused = 0;
  }
}
