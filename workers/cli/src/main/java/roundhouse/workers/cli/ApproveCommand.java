package roundhouse.workers.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import roundhouse.temporal.contracts.Approval.Answer;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Approve the promotion that a tag waits for; the tag moves.")
final class ApproveCommand implements Callable<Integer> {
  @Mixin AnswerOptions answer = new AnswerOptions();

  private final Terminal terminal;

  ApproveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    answer.give(Answer.APPROVE, terminal);
    return 0;
  }
}
