package roundhouse.temporal.testkit.fakes;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillPartition;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.PartitionResult;

/// A dataset of monthly partitions of a hundred rows each.
public final class FakeBackfill implements BackfillActivities {
  private final Faults faults = new Faults();
  private final List<BackfillRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private volatile int partitions = 9;
  private volatile Consumer<BackfillPartition> work = _ -> {};

  /// Failures of [#writePartition].
  public Faults faults() {
    return faults;
  }

  public void plansPartitions(int number) {
    partitions = number;
  }

  /// What [#writePartition] does for as long as it runs.
  public void works(Consumer<BackfillPartition> work) {
    this.work = work;
  }

  /// How many partitions are being written now.
  public int running() {
    return running.get();
  }

  /// What was planned, in order.
  public List<BackfillRequest> requests() {
    return List.copyOf(requests);
  }

  /// Names of the partitions in the order in which they were written.
  public List<String> written() {
    return List.copyOf(written);
  }

  /// The largest number of partitions that were being written at one time.
  public int mostRunning() {
    return mostRunning.get();
  }

  @Override
  public BackfillPlan plan(BackfillRequest request) {
    requests.add(request);
    return new BackfillPlan(
        "late-arrival-v1-0123456789abcdef",
        "datasets/late-arrival-v1-0123456789abcdef",
        request.featureSet(),
        "ab".repeat(32),
        request.source(),
        IntStream.range(0, partitions).mapToObj(FakeBackfill::month).toList());
  }

  private static BackfillPartition month(int index) {
    var first = Instant.parse("2013-01-01T00:00:00Z").atZone(ZoneOffset.UTC).plusMonths(index);
    return new BackfillPartition(
        "ask_month=%tY-%<tm".formatted(first), first.toInstant(), first.plusMonths(1).toInstant());
  }

  @Override
  public PartitionResult writePartition(BackfillPlan plan, BackfillPartition partition) {
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      faults.strike();
      work.accept(partition);
      written.add(partition.name());
      return new PartitionResult(
          partition.name(),
          plan.location() + "/" + partition.name() + "/part-0.parquet",
          "cd".repeat(32),
          "ef".repeat(32),
          100,
          90,
          20);
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public DatasetReference commit(BackfillPlan plan, List<PartitionResult> results) {
    return new DatasetReference(
        plan.datasetId(),
        plan.location(),
        String.join(",", results.stream().map(PartitionResult::name).toList()),
        plan.featureSet(),
        plan.planHash(),
        results.stream().mapToLong(PartitionResult::rows).sum(),
        results.stream().mapToLong(PartitionResult::labelled).sum(),
        results.stream().mapToLong(PartitionResult::positive).sum());
  }
}
