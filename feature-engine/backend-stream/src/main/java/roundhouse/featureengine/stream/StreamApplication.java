package roundhouse.featureengine.stream;

import java.time.Duration;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;

/// One instance of the Kafka Streams application of one feature set version: keeps the state of the
/// entities that Kafka assigned to it up to date, exactly once, and answers for them. Any number of
/// instances may run; Kafka shares the entities out among them.
///
/// Answers may be asked from any number of threads.
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class StreamApplication implements AutoCloseable {
  private final Program program;

  private StreamApplication(Program program) {
    this.program = program;
  }

  /// Starts an instance, creates the topics that it writes where they are missing, and returns at
  /// once; [#state] says how it fares.
  ///
  /// @throws IllegalArgumentException listing everything in which options and plan do not fit
  public static StreamApplication start(Program program, StreamOptions options) {
    return new StreamApplication(program);
  }

  /// The application's id, the same for all its instances: name, version and the plan's hash, so
  /// that no other plan's state is ever taken for its own.
  public static String idOf(Plan plan) {
    return "roundhouse-%s-%d-%s"
        .formatted(plan.name(), plan.version(), plan.hash().substring(0, 16));
  }

  /// The topic of records that are no events, as they came, with headers that say why and from
  /// where.
  public static String deadLetterTopic(Plan plan) {
    return idOf(plan) + "-dead-letter";
  }

  /// The topic of events that do not count (late, before their time, copies), likewise.
  public static String refusedTopic(Plan plan) {
    return idOf(plan) + "-refused";
  }

  public Program program() {
    return program;
  }

  public State state() {
    throw new UnsupportedOperationException();
  }

  /// Waits until the instance answers for what it holds.
  ///
  /// @throws IllegalStateException if it has failed, or does not come so far in time
  public void awaitRunning(Duration patience) {
    throw new UnsupportedOperationException(patience.toString());
  }

  /// Asks an entity. Value and positions are of one moment.
  public EntityAnswer answer(EntityAsk ask) {
    throw new UnsupportedOperationException(ask.toString());
  }

  /// What this instance has read since it started.
  public Counts counts() {
    throw new UnsupportedOperationException();
  }

  /// Commits, leaves the group and stops.
  @Override
  public void close() {}

  /// How an instance fares.
  public sealed interface State {
    /// It joins, or fetches state; it answers for what it already holds.
    record Starting() implements State {}

    record Running() implements State {}

    /// It has stopped for good.
    ///
    /// @param reason what happened, for people
    record Failed(String reason) implements State {}

    record Closed() implements State {}
  }

  /// Records read, by what became of them. After a failure some are read, and counted, again.
  public record Counts(
      long accepted, long poisoned, long late, long beforeTheirTime, long duplicates) {}
}
