package roundhouse.featureengine.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.stream.entity.EntityRecord;
import roundhouse.featureengine.stream.entity.EntityStore;
import roundhouse.featureengine.stream.intake.IntakeCounts;
import roundhouse.storage.ObjectStore;

/// One instance of the Kafka Streams application of one feature set version: keeps the state of the
/// entities that Kafka assigned to it up to date, exactly once, and answers for them. Any number of
/// instances may run; Kafka shares the entities out among them.
///
/// Answers may be asked from any number of threads.
public final class StreamApplication implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StreamApplication.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  /// Begins the names of instances that tell no address.
  private static final String NOWHERE = "nowhere-";

  private final Program program;
  private final StreamOptions options;
  private final IntakeCounts counts = new IntakeCounts();
  private final LongAdder applied = new LongAdder();
  private final HostInfo self;
  private final KafkaStreams streams;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile @Nullable String failure;

  private StreamApplication(Program program, StreamOptions options) {
    this.program = program;
    this.options = options;
    // Without a name Kafka Streams does not say who holds what, not even to a lonely instance.
    self =
        options.advertised().isEmpty()
            ? new HostInfo(NOWHERE + UUID.randomUUID(), 1)
            : HostInfo.buildFromEndpoint(options.advertised());
    streams =
        new KafkaStreams(
            StreamTopology.of(program, options, counts, applied),
            ClientConfiguration.streams(idOf(program.plan()), self, options));
    streams.setUncaughtExceptionHandler(this::respond);
    streams.setStateListener((next, _) -> note(next));
  }

  /// Starts an instance, creates the topics that it writes where they are missing, and returns at
  /// once; [#state] says how it fares.
  ///
  /// @throws IllegalArgumentException listing everything in which options, plan and Kafka's topics
  ///   do not fit
  /// @throws IllegalStateException if the application has state, but no positions
  public static StreamApplication start(Program program, StreamOptions options) {
    StreamCheck.require(program, options);
    StreamTopics.prepare(program, options);
    try (Admin admin = Admin.create(ClientConfiguration.admin(options))) {
      new ApplicationTraces(program.plan(), options, admin).requireOffsetsOrNoState();
    }
    StreamApplication application = new StreamApplication(program, options);
    application.streams.start();
    return application;
  }

  /// Starts an instance as [#start]; if no instance of the application has ever run, from the state
  /// that a backfill emitted. It then goes on at the state's positions, and answers as if it had
  /// read everything itself.
  ///
  /// Returns once the state is planted. Of instances that start at once one plants it, and the
  /// others wait; killed anywhere, it has planted everything or nothing.
  ///
  /// @param store where the state's files are
  /// @throws IllegalArgumentException also if the state is another plan's, or does not say where to
  ///   go on in every partition that is read
  /// @throws IllegalStateException also if the application has instances, but no positions
  public static StreamApplication startFrom(
      StateManifest state, ObjectStore store, Program program, StreamOptions options) {
    StreamCheck.require(program, options);
    StreamTopics.prepare(program, options);
    StateSeed.plant(program, options, store, state);
    return start(program, options);
  }

  /// Whether the application has positions to go on at, which any start then does.
  public static boolean hasRun(Plan plan, StreamOptions options) {
    try (Admin admin = Admin.create(ClientConfiguration.admin(options))) {
      return new ApplicationTraces(plan, options, admin).hasCommitted();
    }
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
    String reason = failure;
    if (reason != null) {
      return new State.Failed(reason);
    }
    return switch (streams.state()) {
      case CREATED, REBALANCING -> new State.Starting();
      case RUNNING -> new State.Running();
      case PENDING_SHUTDOWN, NOT_RUNNING -> new State.Closed();
      case PENDING_ERROR, ERROR -> new State.Failed("Kafka Streams has stopped; see the log");
    };
  }

  /// Waits until the instance answers for what it holds.
  ///
  /// @throws IllegalStateException if it has failed, or does not come so far in time
  public void awaitRunning(Duration patience) throws InterruptedException {
    boolean inTime = settled.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime || !(state() instanceof State.Running)) {
      throw new IllegalStateException(
          "Stream application %s: %s after %s; expected it to run"
              .formatted(idOf(program.plan()), state(), patience));
    }
  }

  /// Asks an entity. Value and positions are of one moment.
  public EntityAnswer answer(EntityAsk ask) {
    byte[] key = ask.keyBytes();
    byte[] recordKey = EntityRecord.key(ask.kind(), key, new ByteWriter());
    try {
      KeyQueryMetadata holder =
          streams.queryMetadataForKey(EntityStore.NAME, recordKey, new ByteArraySerializer());
      if (holder.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return unavailable(ask, "no instance holds its part of the state yet; try again");
      }
      return holder.activeHost().equals(self)
          ? answerHere(ask, key, holder.partition())
          : elsewhere(ask, holder.activeHost());
    } catch (InvalidStateStoreException | IllegalStateException e) {
      LOGGER.debug("Entity cannot be asked now", e);
      return unavailable(ask, "its state is being started, moved or stopped; try again");
    }
  }

  private EntityAnswer answerHere(EntityAsk ask, byte[] key, int partition) {
    EntityStore store =
        streams.store(
            StoreQueryParameters.fromNameAndType(EntityStore.NAME, EntityStore.queryable())
                .withPartition(partition));
    return switch (store.answer(ask.kind(), key, ask.id(), ask.askTimeMicros())) {
      case EntityStore.Answered answered -> answer(ask, answered);
      case EntityStore.Refusal.APPLIED -> new EntityAnswer.AlreadyApplied(ask.kind());
      case EntityStore.Refusal.PERHAPS_APPLIED ->
          unavailable(
              ask,
              "the ask happened before the end of the backfill that this application was started from, and may be in it as an event; ask what happens from now on");
      case EntityStore.Refusal.BEHIND ->
          unavailable(
              ask,
              "the ask's time lies longer before the latest event than asks may be late, and events it looks back on may be gone");
    };
  }

  private EntityAnswer.Answered answer(EntityAsk ask, EntityStore.Answered answered) {
    List<SourcePosition> positions =
        answered.positions().stream()
            .map(
                position ->
                    new SourcePosition(
                        options
                            .topicOf(program.plan().streams().get(position.stream()).name())
                            .topic(),
                        position.partition(),
                        position.offset()))
            .toList();
    Optional<Instant> appliedThrough =
        answered.appliedThrough() == Long.MIN_VALUE
            ? Optional.empty()
            : Optional.of(Micros.instant(answered.appliedThrough()));
    return new EntityAnswer.Answered(ask.kind(), answered.outputs(), positions, appliedThrough);
  }

  private static EntityAnswer elsewhere(EntityAsk ask, HostInfo holder) {
    return holder.host().startsWith(NOWHERE)
        ? unavailable(
            ask,
            "another instance holds it, which tells no address; start every instance with the address that others reach it at")
        : new EntityAnswer.HeldBy(ask.kind(), holder.host(), holder.port());
  }

  private static EntityAnswer unavailable(EntityAsk ask, String reason) {
    return new EntityAnswer.Unavailable(ask.kind(), reason);
  }

  /// What this instance has read since it started.
  public Counts counts() {
    return new Counts(
        counts.of(Admission.ACCEPTED),
        counts.poisoned(),
        counts.of(Admission.LATE),
        counts.of(Admission.BEFORE_ITS_TIME),
        counts.of(Admission.DUPLICATE),
        applied.sum());
  }

  /// Commits, leaves the group at once, so that others take over, and stops.
  @Override
  public void close() {
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_PATIENCE));
  }

  /// State that cannot be read will not get better; everything else may.
  private StreamThreadExceptionResponse respond(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableStateException) {
        failure = String.valueOf(cause.getMessage());
        settled.countDown();
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    LOGGER.error("A thread of {} ends and is replaced", idOf(program.plan()), thrown);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private void note(KafkaStreams.State next) {
    if (next != KafkaStreams.State.REBALANCING && next != KafkaStreams.State.CREATED) {
      settled.countDown();
    }
  }

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
  ///
  /// @param accepted events that count
  /// @param applied records of them that were applied to entities held here
  public record Counts(
      long accepted,
      long poisoned,
      long late,
      long beforeTheirTime,
      long duplicates,
      long applied) {}
}
