package roundhouse.activities.training.trainer;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import roundhouse.temporal.contracts.Problem;

/// A kind of training workflow, and the program that runs one in a [RunFolder].
public interface Trainer {
  /// What is wrong with a workflow of that name or with its parameters; empty where it can be run
  /// here.
  List<Problem> check(String name, Map<String, Object> params);

  /// What to start for the workflow. Makes ready what the program needs, which may take minutes the
  /// first time; meanwhile it tells `progress` a line at least once in each heartbeat interval.
  Launch prepare(String name, Consumer<String> progress) throws InterruptedException;

  /// A program to start with the run folder as its last argument.
  ///
  /// @param environment all of it: nothing of the worker's own environment, which may hold secrets,
  ///   reaches a trainer
  /// @param codeRevision of the workflow's code
  record Launch(List<String> command, Map<String, String> environment, String codeRevision) {
    public Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }
}
