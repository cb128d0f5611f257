package roundhouse.scoring.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.StoreUnavailableException;

/// Many processes that move a few tags against each other on a faulty store, and the history of
/// what each of them saw.
///
/// A process reads the tags, decides to move one or two from the revisions it saw, and tries until
/// it has an answer, under one command id; killed, it starts anew and tries on. Now and then it
/// gives up without an answer.
final class Contention {
  private static final int TAGS = 3;
  private static final int MODELS = 4;
  private static final long[] CHECKPOINTED_BLOCKS = {8, 32};

  private final ObjectStore store;
  private final long seed;
  private final double faultShare;
  private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();
  private final Queue<Operation> history = new ConcurrentLinkedQueue<>();
  private final AtomicLong clock = new AtomicLong();
  private RegistryFactory registries =
      faulty -> new Registry(faulty, Clock.systemUTC(), CHECKPOINTED_BLOCKS);

  /// Opens the registry of a process that starts.
  interface RegistryFactory {
    Registry open(ObjectStore store);
  }

  Contention(ObjectStore store, long seed, double faultShare) {
    this.store = store;
    this.seed = seed;
    this.faultShare = faultShare;
  }

  /// Processes whose registries do not look up whether their command took effect before.
  Contention withoutCommandLookup() {
    registries =
        faulty ->
            new Registry(faulty, Clock.systemUTC(), CHECKPOINTED_BLOCKS) {
              @Override
              Optional<Long> recordedEntry(CommandId command, RegistryState state) {
                return Optional.empty();
              }
            };
    return this;
  }

  /// Everything in what the processes saw that cannot be explained.
  List<String> violations(int processes, int operations) throws Exception {
    declareTags();
    try (ExecutorService executor = Executors.newFixedThreadPool(processes)) {
      List<Future<?>> running = new ArrayList<>();
      for (int process = 0; process < processes; process++) {
        Client started = new Client(process, new Random(seed * 1000 + process));
        running.add(executor.submit(() -> started.run(operations)));
      }
      for (Future<?> process : running) {
        await(process);
      }
    }
    late.forEach(Runnable::run);
    return LinearisabilityChecker.violations(store, List.copyOf(history));
  }

  long applied() {
    return history.stream()
        .filter(operation -> operation.result() instanceof Operation.Applied)
        .count();
  }

  long refused() {
    return history.stream()
        .filter(operation -> operation.result() instanceof Operation.Refused)
        .count();
  }

  private void declareTags() {
    Client first = new Client(-1, new Random(seed));
    for (int tag = 0; tag < TAGS; tag++) {
      first.command(Samples.declared(tag(tag)));
    }
    for (int model = 0; model < MODELS; model++) {
      first.command(Samples.model("model-" + model));
    }
  }

  private static void await(Future<?> process) throws Exception {
    try {
      process.get();
    } catch (ExecutionException failed) {
      throw new AssertionError("a process failed otherwise than by an injected fault", failed);
    }
  }

  private static TagName tag(int number) {
    return TagName.of("tag-" + number);
  }

  private final class Client {
    private final int name;
    private final Random random;
    private Registry registry;
    private int commands;

    Client(int name, Random random) {
      this.name = name;
      this.random = random;
      this.registry = start();
    }

    void run(int operations) {
      for (int i = 0; i < operations; i++) {
        RegistryState seen = read();
        command(move(seen));
      }
    }

    private Registry start() {
      return registries.open(new FaultyStore(store, FaultyStore.random(random, faultShare), late));
    }

    private RegistryState read() {
      while (true) {
        long invoked = clock.incrementAndGet();
        RegistryState state = attempt(() -> registry.state());
        if (state != null) {
          record(invoked, new Operation.Read(state.head(), revisions(state)));
          return state;
        }
      }
    }

    void command(Change change) {
      CommandId command = CommandId.of("process-" + name, "command-" + commands++);
      long invoked = clock.incrementAndGet();
      boolean impatient = name >= 0 && random.nextInt(10) == 0;
      while (true) {
        Outcome outcome = attempt(() -> registry.append(command, change));
        if (outcome != null) {
          record(invoked, result(command, change, outcome));
          return;
        }
        if (impatient) {
          history.add(
              new Operation(invoked, Operation.NEVER, new Operation.Unanswered(command, change)));
          return;
        }
      }
    }

    /// The answer, or null where there was none.
    private <T> @Nullable T attempt(Supplier<T> call) {
      deliverOneLatePut();
      try {
        return call.get();
      } catch (StoreUnavailableException lost) {
        return null;
      } catch (FaultyStore.Crash killed) {
        registry = start();
        return null;
      }
    }

    private void deliverOneLatePut() {
      if (random.nextInt(4) == 0) {
        Runnable put = late.poll();
        if (put != null) {
          put.run();
        }
      }
    }

    private Change move(RegistryState seen) {
      int first = random.nextInt(TAGS);
      List<Move> moves = new ArrayList<>(List.of(move(first, seen)));
      if (random.nextInt(4) == 0) {
        moves.add(move((first + 1) % TAGS, seen));
      }
      return new TagsMoved(moves);
    }

    private Move move(int tag, RegistryState seen) {
      long revision = seen.tag(tag(tag)).map(Tag::revision).orElseThrow();
      return new Move(tag(tag), revision, ModelId.of("model-" + random.nextInt(MODELS)));
    }

    private void record(long invoked, Operation.Result result) {
      history.add(new Operation(invoked, clock.incrementAndGet(), result));
    }

    private static Operation.Result result(CommandId command, Change change, Outcome outcome) {
      return switch (outcome) {
        case Outcome.Applied(long entry) -> new Operation.Applied(command, change, entry);
        case Outcome.Refused refused -> new Operation.Refused(command, change);
      };
    }

    private static Map<TagName, Long> revisions(RegistryState state) {
      Map<TagName, Long> revisions = new HashMap<>();
      state.tags().forEach(tag -> revisions.put(tag.name(), tag.revision()));
      return revisions;
    }
  }
}
