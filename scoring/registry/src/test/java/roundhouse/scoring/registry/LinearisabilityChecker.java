package roundhouse.scoring.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagDeclared;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Decides whether what clients saw can be explained by commands that took effect one at a time,
/// each at an instant between its call and its return, once.
///
/// The log is the witness: it gives the only possible order of the changes. What is left to check
/// is that the order obeys a sequential specification (a plain one, apart from the registry's own
/// fold), that every answer is the one which the specification gives at some point of that order,
/// and that points can be chosen so that an operation which returned before another was called
/// comes first. Reads and refusals may stand at several points; taking the earliest possible one
/// for each, in order of their calls, finds a choice if there is any.
final class LinearisabilityChecker {
  private final List<Operation> history;
  private final List<String> violations = new ArrayList<>();
  private final List<Entry> log = new ArrayList<>();
  private final Map<CommandId, Long> entryOfCommand = new HashMap<>();

  /// Revisions of all tags once that many entries were there.
  private final List<Map<TagName, Long>> revisions = new ArrayList<>(List.of(Map.of()));

  private LinearisabilityChecker(List<Operation> history) {
    this.history = history.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  /// Everything that no sequential execution explains; empty if the history is linearisable.
  static List<String> violations(ObjectStore store, List<Operation> history) {
    LinearisabilityChecker checker = new LinearisabilityChecker(history);
    checker.readLog(store);
    checker.checkCommands();
    checker.checkRealTimeOrder();
    checker.checkFold(Registry.open(store).state());
    return checker.violations;
  }

  private void readLog(ObjectStore store) {
    String predecessor = Digests.sha256Hex("");
    for (long number = 1; ; number++) {
      Optional<byte[]> bytes =
          store.find(ObjectKey.of("registry/log/%020d.json".formatted(number)));
      if (bytes.isEmpty()) {
        return;
      }
      Optional<Entry> entry = Fold.entry(number, bytes.get());
      if (entry.isEmpty()) {
        violate("entry %d is unreadable".formatted(number));
        return;
      }
      if (!entry.get().predecessor().equals(predecessor)) {
        violate("entry %d does not follow entry %d".formatted(number, number - 1));
      }
      apply(entry.get());
      predecessor = Digests.sha256Hex(bytes.get());
    }
  }

  /// The sequential specification: a tag has a revision, and moves only from the one expected.
  private void apply(Entry entry) {
    long number = entry.number();
    log.add(entry);
    Long before = entryOfCommand.put(entry.command(), number);
    if (before != null) {
      violate(
          "command %s took effect with entries %d and %d"
              .formatted(entry.command(), before, number));
    }
    Map<TagName, Long> after = new HashMap<>(revisions.getLast());
    switch (entry.change()) {
      case TagDeclared declared -> after.putIfAbsent(declared.tag(), 0L);
      case TagsMoved moved -> {
        if (isStale(moved, after)) {
          violate("entry %d moves from a revision that had passed: %s".formatted(number, moved));
        }
        moved.moves().forEach(move -> after.put(move.tag(), number));
      }
      default -> {}
    }
    revisions.add(after);
  }

  private static boolean isStale(TagsMoved moved, Map<TagName, Long> at) {
    return moved.moves().stream()
        .anyMatch(move -> !Long.valueOf(move.expectedRevision()).equals(at.get(move.tag())));
  }

  private void checkCommands() {
    Set<CommandId> known = new HashSet<>();
    commands().forEach(command -> known.add(command.command()));
    log.stream()
        .filter(entry -> !known.contains(entry.command()))
        .forEach(
            entry -> violate("entry %d has a command that nobody gave".formatted(entry.number())));
    commands().forEach(this::checkCommand);
  }

  private Stream<Operation.Command> commands() {
    return history.stream()
        .map(Operation::result)
        .filter(Operation.Command.class::isInstance)
        .map(Operation.Command.class::cast);
  }

  private void checkCommand(Operation.Command command) {
    @Nullable Long entry = entryOfCommand.get(command.command());
    switch (command) {
      case Operation.Applied applied -> {
        if (entry == null || entry != applied.entry()) {
          violate(
              "%s was acknowledged, and the log has it at %s"
                  .formatted(applied, String.valueOf(entry)));
        } else if (!log.get((int) (entry - 1)).change().equals(applied.change())) {
          violate("%s was acknowledged, and entry %d says otherwise".formatted(applied, entry));
        }
      }
      case Operation.Refused refused -> {
        if (entry != null) {
          violate("%s took effect all the same with entry %d".formatted(refused, entry));
        }
      }
      case Operation.Unanswered unanswered -> {
        // Once or never: that it is not twice, the log's reading checks.
      }
    }
  }

  /// Points: 2n is the instant of entry n, 2n + 1 lies between it and the next.
  private void checkRealTimeOrder() {
    long[] firstCall = firstCalls();
    List<Operation> byReturn =
        history.stream().sorted(Comparator.comparingLong(Operation::returned)).toList();
    Map<Operation, Long> points = new HashMap<>();
    int returned = 0;
    long earliest = 0;
    for (Operation operation : history) {
      while (byReturn.get(returned).returned() < operation.invoked()) {
        earliest = Math.max(earliest, Objects.requireNonNull(points.get(byReturn.get(returned++))));
      }
      points.put(operation, place(operation, earliest, firstCall));
    }
  }

  /// The latest instant at which the command of any entry up to that one was first given.
  private long[] firstCalls() {
    Map<CommandId, Long> invoked = new HashMap<>();
    history.forEach(
        operation -> {
          if (operation.result() instanceof Operation.Command command) {
            invoked.put(command.command(), operation.invoked());
          }
        });
    long[] firstCalls = new long[log.size() + 1];
    for (int n = 1; n <= log.size(); n++) {
      firstCalls[n] =
          Math.max(firstCalls[n - 1], invoked.getOrDefault(log.get(n - 1).command(), 0L));
    }
    return firstCalls;
  }

  private long place(Operation operation, long earliest, long[] firstCall) {
    long point =
        switch (operation.result()) {
          case Operation.Applied applied -> 2 * applied.entry();
          case Operation.Unanswered unanswered -> {
            Long entry = entryOfCommand.get(unanswered.command());
            yield entry == null ? earliest : 2 * entry;
          }
          case Operation.Read read -> {
            checkRead(read);
            yield 2 * read.head() + 1;
          }
          case Operation.Refused refused -> refusalPoint(refused, earliest);
        };
    if (point < earliest) {
      violate(
          "%s comes before what had returned when it was called (%d)"
              .formatted(operation, earliest));
    }
    long entry = point / 2;
    if (entry <= log.size() && firstCall[(int) entry] > operation.returned()) {
      violate("%s depends on a command that was given after it had returned".formatted(operation));
    }
    return Math.max(point, earliest);
  }

  private void checkRead(Operation.Read read) {
    if (read.head() > log.size() || !revisions.get((int) read.head()).equals(read.revisions())) {
      violate("%s is not what the log says".formatted(read));
    }
  }

  private long refusalPoint(Operation.Refused refused, long earliest) {
    for (long n = earliest / 2; n <= log.size(); n++) {
      if (refused.change() instanceof TagsMoved moved
          && isStale(moved, revisions.get((int) n))
          && 2 * n + 1 >= earliest) {
        return 2 * n + 1;
      }
    }
    violate("%s, and there was no reason for it at any point after its call".formatted(refused));
    return earliest;
  }

  /// The registry, read anew, says what the specification says: no move lost, none doubled.
  private void checkFold(RegistryState state) {
    Map<TagName, List<Long>> moves = new HashMap<>();
    for (Entry entry : log) {
      if (entry.change() instanceof TagsMoved moved) {
        for (Move move : moved.moves()) {
          moves.computeIfAbsent(move.tag(), tag -> new ArrayList<>()).add(entry.number());
        }
      }
    }
    for (TagName tag : revisions.getLast().keySet()) {
      List<Long> folded = state.history(tag).stream().map(TagMove::revision).toList();
      if (!folded.equals(moves.getOrDefault(tag, List.of()))) {
        violate(
            "tag %s has moves %s, and the log %s"
                .formatted(tag, folded, moves.getOrDefault(tag, List.of())));
      }
    }
    state
        .voids()
        .forEach(voided -> violate("a writer of ours put a void entry: %s".formatted(voided)));
  }

  private void violate(String what) {
    violations.add(what);
  }
}
