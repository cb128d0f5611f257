package roundhouse.scoring.registry;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import roundhouse.storage.ObjectStore;

/// Models, tags, feature-set versions and decisions, as the fold of a log of immutable entries on
/// an object store. Any number of processes may write; every history is linearisable, and a command
/// takes effect once however often it is tried.
///
/// Safe for use by many threads. Every method that asks the store throws
/// [StoreUnavailableException] where it does not answer: an append may then have taken effect, and
/// trying it again with the same command id tells.
public class Registry {
  private static final long[] CHECKPOINTED_BLOCKS = {100, 10_000};

  private final RegistryLog log;
  private final Clock clock;
  private final Object writing = new Object();
  private volatile RegistryState latest = RegistryState.EMPTY;

  /// @param checkpointedBlocks as in [RegistryLog]
  Registry(ObjectStore store, Clock clock, long... checkpointedBlocks) {
    this.log = new RegistryLog(store, checkpointedBlocks);
    this.clock = clock;
  }

  /// Opens the registry of a store, which stays the caller's to close. The store is not asked
  /// before the first call.
  public static Registry open(ObjectStore store) {
    return open(store, Clock.systemUTC());
  }

  /// As [#open(ObjectStore)]; the clock's times stand in entries and decide nothing.
  public static Registry open(ObjectStore store, Clock clock) {
    return new Registry(store, clock, CHECKPOINTED_BLOCKS);
  }

  /// Puts the change into the log, unless this command or an equal change is there already, or the
  /// state refuses it.
  public Outcome append(CommandId command, Change change) {
    synchronized (writing) {
      RegistryState state = refresh();
      while (true) {
        Optional<Outcome> settled = settled(command, change, state);
        if (settled.isPresent()) {
          return settled.get();
        }
        if (put(command, change, state)) {
          return new Outcome.Applied(latest.head());
        }
        // Someone else's entry came first, or this call's own did and its response was lost.
        state = refreshBeyond(state);
      }
    }
  }

  /// The state with at least every change that was acknowledged before this call.
  public RegistryState state() {
    synchronized (writing) {
      return refresh();
    }
  }

  /// The state as of the last call of [#state()] or [#append]. Asks nobody and never waits.
  public RegistryState lastKnown() {
    return latest;
  }

  /// The state once that entry was the last.
  public RegistryState stateAsOf(long entry) {
    synchronized (writing) {
      long head = refresh().head();
      if (entry < 0 || entry > head) {
        throw new IllegalArgumentException(
            "Registry entry '%d': expected 0 to %d, the last one; name an entry of the log"
                .formatted(entry, head));
      }
      Fold fold = Fold.from(RegistryState.EMPTY);
      load(fold, entry);
      return fold.state();
    }
  }

  /// An entry as it was written, applied or void; empty beyond the log's end and for bytes that are
  /// no entry.
  public Optional<Entry> entry(long number) {
    return log.find(number).flatMap(bytes -> Fold.entry(number, bytes));
  }

  /// What is known of a command before anything is put.
  private Optional<Outcome> settled(CommandId command, Change change, RegistryState state) {
    if (state.alarm().isPresent()) {
      return Optional.of(refusedByNewerLog(command, state.alarm().get()));
    }
    Optional<Long> recorded = recordedEntry(command, state);
    if (recorded.isPresent()) {
      return Optional.of(outcomeOf(recorded.get(), command, change));
    }
    return switch (state.judge(change)) {
      case Judgement.Acceptable acceptable -> Optional.empty();
      case Judgement.AlreadySo(long entry) -> Optional.of(new Outcome.Applied(entry));
      case Judgement.Refused(var refusals) -> Optional.of(new Outcome.Refused(refusals));
    };
  }

  /// The entry that the command put before. Tests switch this off, to show what it protects from.
  Optional<Long> recordedEntry(CommandId command, RegistryState state) {
    return state.entryOf(command);
  }

  private Outcome outcomeOf(long entry, CommandId command, Change change) {
    boolean same = entry(entry).filter(recorded -> recorded.change().equals(change)).isPresent();
    return same
        ? new Outcome.Applied(entry)
        : refused(
            Refusal.Reason.COMMAND_REUSED,
            command,
            "the change that it brought with entry %d".formatted(entry),
            "give another change a command id of its own");
  }

  private static Outcome refusedByNewerLog(CommandId command, String alarm) {
    return refused(Refusal.Reason.NEWER_LOG, command, "a log that this version knows", alarm);
  }

  private static Outcome refused(
      Refusal.Reason reason, CommandId command, String expectation, String remedy) {
    return new Outcome.Refused(
        List.of(new Refusal(reason, "Command", command.value(), expectation, remedy)));
  }

  private boolean put(CommandId command, Change change, RegistryState state) {
    long number = state.head() + 1;
    Entry entry =
        new Entry(
            Entry.FORMAT,
            number,
            state.headSha256(),
            command,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            change);
    byte[] bytes = RegistryJson.write(entry);
    if (!log.put(number, bytes)) {
      return false;
    }
    Fold fold = Fold.from(state);
    fold.add(bytes);
    latest = fold.state();
    log.putCheckpoints(number);
    return true;
  }

  private RegistryState refreshBeyond(RegistryState state) {
    RegistryState next = refresh();
    if (next.head() == state.head() && next.alarm().isEmpty()) {
      throw new DamagedLogException(state.head() + 1, "the store, which says that it exists");
    }
    return next;
  }

  private RegistryState refresh() {
    RegistryState known = latest;
    if (known.alarm().isPresent()) {
      return known;
    }
    long head = log.findHead(known.head());
    if (head > known.head()) {
      Fold fold = Fold.from(known);
      try {
        load(fold, head);
      } finally {
        // Also where the store failed halfway: trying again goes on from there.
        latest = fold.state();
      }
    }
    return latest;
  }

  private void load(Fold fold, long head) {
    while (fold.head() < head && !fold.isFrozen()) {
      log.read(fold.head() + 1, head).forEach(fold::add);
    }
  }
}
