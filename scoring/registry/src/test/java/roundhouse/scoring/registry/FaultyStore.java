package roundhouse.scoring.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// One process's view of a store over a network that loses requests and responses and delivers puts
/// late, in a process that may be killed before and after every step. A registry's steps are its
/// calls of the store, so those are all the places where it can be killed.
final class FaultyStore implements ObjectStore {
  /// How the process ends: no code of the registry may catch it.
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("killed", null, false, false);
    }
  }

  /// What goes wrong with one call.
  enum Fault {
    NONE,
    REQUEST_LOST,
    RESPONSE_LOST,
    /// The caller gives up; the put takes effect some time later. Other calls: as a lost request.
    DELIVERED_LATE,
    KILLED_BEFORE,
    KILLED_AFTER
  }

  private final ObjectStore store;
  private final Supplier<Fault> faults;
  private final Queue<Runnable> late;

  /// @param late puts that are still under way, shared by all processes
  FaultyStore(ObjectStore store, Supplier<Fault> faults, Queue<Runnable> late) {
    this.store = store;
    this.faults = faults;
    this.late = late;
  }

  static FaultyStore of(ObjectStore store, Supplier<Fault> faults) {
    return new FaultyStore(store, faults, new ConcurrentLinkedQueue<>());
  }

  /// Faults in that share of calls, all kinds alike.
  static Supplier<Fault> random(Random random, double share) {
    Fault[] kinds = Fault.values();
    return () ->
        random.nextDouble() < share ? kinds[1 + random.nextInt(kinds.length - 1)] : Fault.NONE;
  }

  /// Delivers one of the puts under way, if there is any.
  void deliverLate() {
    Runnable put = late.poll();
    if (put != null) {
      put.run();
    }
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    Fault fault = faults.get();
    if (fault == Fault.DELIVERED_LATE) {
      late.add(() -> store.putIfAbsent(key, content));
    }
    return call(fault, () -> store.putIfAbsent(key, content));
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return call(faults.get(), () -> store.find(key));
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    return call(faults.get(), () -> store.size(key));
  }

  private <T> T call(Fault fault, Supplier<T> call) {
    return switch (fault) {
      case NONE -> call.get();
      case REQUEST_LOST, DELIVERED_LATE -> throw unavailable(fault);
      case RESPONSE_LOST -> {
        var unused = call.get();
        throw unavailable(fault);
      }
      case KILLED_BEFORE -> throw new Crash();
      case KILLED_AFTER -> {
        var unused = call.get();
        throw new Crash();
      }
    };
  }

  private static StoreUnavailableException unavailable(Fault fault) {
    return new StoreUnavailableException("injected: " + fault, new Exception());
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    throw new AssertionError("the registry puts no files");
  }

  @Override
  public ReadableObject open(ObjectKey key) {
    throw new AssertionError("the registry opens nothing");
  }

  @Override
  public List<ObjectKey> list(ObjectKey prefix) {
    throw new AssertionError("the registry lists nothing");
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {}
}
