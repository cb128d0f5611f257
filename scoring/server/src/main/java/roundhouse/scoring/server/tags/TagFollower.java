package roundhouse.scoring.server.tags;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.registry.DamagedLogException;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.StoreUnavailableException;

/// Keeps what is served equal to the registry's tags. It starts from the copy on disk, so that
/// nothing else need be up; then reads the registry again and again on one thread of its own.
///
/// What is served is one immutable object, replaced in one step once every new model is loaded and
/// verified: a request never waits for a load and never sees half of a move.
public final class TagFollower implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(TagFollower.class);

  private final Registry registry;
  private final Models models;
  private final LocalCopies copies;
  private final Duration interval;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tag-follower").daemon().factory());
  private volatile ServedTags served = ServedTags.NONE;
  private volatile Optional<Instant> lastRead = Optional.empty();
  private volatile boolean ready;
  private volatile boolean running;
  private volatile String lastTrouble = "";

  /// @param store of the registry and the models; stays the caller's to close
  /// @param cache folder for the scorer's own copies, used by no other process
  /// @param interval between two reads of the registry
  public TagFollower(
      ObjectStore store, Path cache, Duration interval, Clock clock, MeterRegistry meters) {
    this.registry = Registry.open(store);
    this.copies = new LocalCopies(cache);
    this.models = new Models(store, copies, clock);
    this.interval = interval;
    this.clock = clock;
    meter(meters);
  }

  /// What requests are answered from; the same object for the whole of one request.
  public ServedTags served() {
    return served;
  }

  /// Whether the registry, or a copy of it, was read at least once.
  public boolean isReady() {
    return ready;
  }

  @Override
  public void start() {
    running = true;
    copies.findSnapshot().ifPresent(this::show);
    var _ =
        thread.scheduleWithFixedDelay(this::follow, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Before the HTTP server, which therefore never answers from nothing where there is a copy.
  @Override
  public int getPhase() {
    return 0;
  }

  /// Reads the registry once and shows what changed. Never throws: a scheduled task that throws is
  /// never run again.
  void follow() {
    try {
      RegistrySnapshot snapshot = RegistrySnapshot.of(registry.state());
      lastRead = Optional.of(clock.instant());
      show(snapshot);
      report(snapshot.alarm() == null ? "" : snapshot.alarm());
    } catch (StoreUnavailableException | DamagedLogException expected) {
      report(String.valueOf(expected.getMessage()));
    } catch (RuntimeException bug) {
      report("The registry cannot be followed: " + bug);
    }
  }

  private void show(RegistrySnapshot snapshot) {
    ServedTags before = served;
    boolean settled = before.all().stream().allMatch(tag -> tag.pending() == null);
    if (ready && settled && before.head() == snapshot.head()) {
      return;
    }
    ServedTags after = new TagFlip(before, models::load).to(snapshot);
    served = after;
    ready = true;
    logChanges(before, after);
    if (after.all().stream().allMatch(tag -> tag.pending() == null)) {
      keep(snapshot);
    }
  }

  /// Only what is served as a whole is kept: a start from the copy must not depend on the store.
  private void keep(RegistrySnapshot snapshot) {
    copies.saveSnapshot(snapshot);
    Set<String> named = new HashSet<>();
    for (TagTarget target : snapshot.targets()) {
      if (target.model() != null) {
        named.add(target.model().modelId());
      }
    }
    copies.retainModels(named);
  }

  private static void logChanges(ServedTags before, ServedTags after) {
    for (ServedTag tag : after.all()) {
      Optional<ServedTag> known = before.find(tag.tag());
      if (known.isEmpty() || known.get().revision() != tag.revision()) {
        LOG.info(
            "Tag '{}': serves {} since entry {}", tag.tag(), modelId(tag.model()), tag.revision());
      }
      ServedTag.PendingMove pending = tag.pending();
      if (pending != null && !pending.equals(known.map(ServedTag::pending).orElse(null))) {
        LOG.error(
            "Tag '{}': entry {} is not served and the tag stays at {}: {}",
            tag.tag(),
            pending.revision(),
            modelId(tag.model()),
            pending.reason());
      }
    }
  }

  private static String modelId(@Nullable ScoringModel model) {
    return model == null ? "no model" : "model '" + model.modelId() + "'";
  }

  /// Logs a trouble once, and its end.
  private void report(String trouble) {
    // A read that the end of the process interrupts is no trouble.
    if (trouble.equals(lastTrouble) || thread.isShutdown()) {
      return;
    }
    if (trouble.isEmpty()) {
      LOG.info("The registry can be followed again");
    } else {
      LOG.error("What is served stays as it is: {}", trouble);
    }
    lastTrouble = trouble;
  }

  private void meter(MeterRegistry meters) {
    Gauge.builder("roundhouse.scorer.registry.head", this, follower -> follower.served.head())
        .description("Number of the last registry entry that is served")
        .register(meters);
    Gauge.builder("roundhouse.scorer.registry.age", this, TagFollower::secondsSinceRead)
        .baseUnit("seconds")
        .description("Since the registry was last read; NaN before the first time")
        .register(meters);
    Gauge.builder("roundhouse.scorer.registry.trouble", this, TagFollower::frozen)
        .description("1 while the registry cannot be followed; alarm above 0")
        .register(meters);
    Gauge.builder("roundhouse.scorer.tags.pending", this, TagFollower::pendingTags)
        .description("Tags with a move in the registry that is not served; alarm above 0")
        .register(meters);
  }

  private double frozen() {
    return lastTrouble.isEmpty() ? 0 : 1;
  }

  private double secondsSinceRead() {
    return lastRead
        .map(read -> Duration.between(read, clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }

  private double pendingTags() {
    return served.all().stream().map(ServedTag::pending).filter(Objects::nonNull).count();
  }
}
