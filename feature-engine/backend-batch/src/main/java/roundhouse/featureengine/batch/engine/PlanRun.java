package roundhouse.featureengine.batch.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;

/// One program of a run, with what passes between its stages.
final class PlanRun {
  /// Rows of a block of answers, so that a block of a dozen features lies in a core's cache.
  private static final int LEAST_BLOCK_BITS = 14;

  private final Program program;
  private final boolean packs;
  private final ValuePool pool = new ValuePool();
  private final List<EntityShuffle> shuffles;
  private final AskRows rows;
  private final AtomicLong refused = new AtomicLong();

  /// @param passes over the streams of all programs
  /// @param packs whether records and answers are too many to keep them as they are
  /// @param shares of the threads that map
  PlanRun(Program program, Passes passes, boolean packs, List<LogShare> shares) {
    this.program = program;
    this.packs = packs;
    rows = new AskRows(passes.ofAsks().groups());
    shuffles = program.entities().stream().map(kind -> newShuffle(kind, passes, shares)).toList();
  }

  private EntityShuffle newShuffle(EntityKind kind, Passes passes, List<LogShare> shares) {
    List<Integer> groups =
        kind.feeds().stream()
            .map(feed -> passes.of(plan().streams().get(feed.stream())).groups().size())
            .toList();
    return new EntityShuffle(kind, records(kind, passes), groups, packs, shares);
  }

  /// How much earlier than it is asked about an entity's events may have become known and still
  /// matter, in microseconds; `Long.MAX_VALUE` where that is not bounded.
  long lookbackMicros(EntityKind kind) {
    return kind.label().isPresent()
        ? Long.MAX_VALUE
        : kind.feeds().stream()
            .mapToLong(feed -> program.lookbackMicros(feed.stream()))
            .max()
            .orElse(0);
  }

  /// What records and answers of a program take at most as they are.
  static long plainBytes(Program program, Passes passes) {
    long asks = passes.ofAsks().rows();
    long words = 0;
    for (EntityKind kind : program.entities()) {
      words += asks * (EntityShuffle.askWidth(kind) + Answers.width(kind));
      for (EntityKind.Feed feed : kind.feeds()) {
        words +=
            passes.of(program.plan().streams().get(feed.stream())).rows() * feed.layout().width();
      }
    }
    return words * Long.BYTES;
  }

  private long records(EntityKind kind, Passes passes) {
    long events =
        kind.feeds().stream()
            .mapToLong(feed -> passes.of(plan().streams().get(feed.stream())).rows())
            .sum();
    return events + passes.ofAsks().rows();
  }

  Program program() {
    return program;
  }

  Plan plan() {
    return program.plan();
  }

  ValuePool pool() {
    return pool;
  }

  List<EntityShuffle> shuffles() {
    return shuffles;
  }

  AskRows rows() {
    return rows;
  }

  /// Makes place for the answers, once all asks are known.
  ///
  /// @param tasks see [AskRows#layOut]
  /// @param shares of the threads that fold
  Answers newAnswers(int[] tasks, List<LogShare> shares) {
    int bits = LEAST_BLOCK_BITS;
    long most = Math.max(1, shares.getFirst().mostLogs() / Math.max(1, shuffles.size()));
    while (rows.layOut(tasks, bits) > Math.max(most, tasks.length)) {
      bits++;
    }
    return new Answers(program, rows.layOut(tasks, bits), packs, shares);
  }

  void addRefused(long count) {
    refused.addAndGet(count);
  }

  long refused() {
    return refused.get();
  }

  boolean isAskStream(StreamSchema stream) {
    return stream.name().equals(plan().askStream().name());
  }

  /// The events of a stream that may matter to asks of a range, by their knownAt.
  static InstantRange eventRange(Program program, int stream, InstantRange asks) {
    long from = asks.fromMicros() - program.lookbackMicros(stream);
    long to = asks.toMicros() + longestMaturityMicros(program.plan(), stream);
    return new InstantRange(
        from > asks.fromMicros() ? Long.MIN_VALUE : from,
        to < asks.toMicros() ? Long.MAX_VALUE : to);
  }

  /// How long after an ask events of a stream may still tell its labels.
  private static long longestMaturityMicros(Plan plan, int stream) {
    String name = plan.streams().get(stream).name();
    return plan.labels().stream()
        .filter(label -> label.history().stream().equals(name))
        .map(Label::maturity)
        .mapToLong(maturity -> Micros.of(maturity) + 1)
        .max()
        .orElse(0);
  }
}
