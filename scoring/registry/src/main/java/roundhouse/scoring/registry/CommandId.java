package roundhouse.scoring.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names one wish to change the registry, the same however often it is tried: a change takes effect
/// once per command id. So never derive it from an attempt or a clock.
public record CommandId(@JsonValue String value) {
  public CommandId {
    Names.requireText("Command", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CommandId of(String value) {
    return new CommandId(value);
  }

  /// The command that a workflow gives in one of its steps.
  public static CommandId of(String workflowId, String step) {
    return new CommandId(workflowId + "/" + step);
  }

  @Override
  public String toString() {
    return value;
  }
}
