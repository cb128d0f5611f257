package roundhouse.scoring.registry;

import java.util.Map;

/// One operation of a client as it saw it, in ticks of a clock that all clients share.
///
/// @param invoked before its first attempt
/// @param returned after its last one; [#NEVER] where the client gave up without an answer
record Operation(long invoked, long returned, Result result) {
  static final long NEVER = Long.MAX_VALUE;

  /// What the client wanted and got.
  sealed interface Result {}

  /// A command, answered or given up.
  sealed interface Command extends Result {
    CommandId command();

    Change change();
  }

  record Applied(CommandId command, Change change, long entry) implements Command {}

  record Refused(CommandId command, Change change) implements Command {}

  record Unanswered(CommandId command, Change change) implements Command {}

  /// @param revisions of every tag, as the client read them
  record Read(long head, Map<TagName, Long> revisions) implements Result {}
}
