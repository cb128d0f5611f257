package roundhouse.workers.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import roundhouse.temporal.contracts.Approval.Answer;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = "Reject the promotion that a tag waits for; the tag stays.")
final class RejectCommand implements Callable<Integer> {
  @Mixin AnswerOptions answer = new AnswerOptions();

  private final Terminal terminal;

  RejectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    answer.give(Answer.REJECT, terminal);
    return 0;
  }
}
