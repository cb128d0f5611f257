package roundhouse.workers.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.Approval.Answer;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.runtime.Payloads;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.Promotions;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

/// A person's answer to a waiting promotion. It is bound to the model, the tag revision and the
/// evaluation that are shown; `--model` refuses it where another model has come to wait meanwhile.
final class AnswerOptions {
  @Mixin Platform platform = new Platform();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TAG",
      description = "The tag whose promotion waits.")
  @Nullable String tag;

  @Option(
      names = "--workflow",
      paramLabel = "ID",
      description = "The promotion's workflow id, instead of the tag.")
  @Nullable String workflow;

  @Option(
      names = "--model",
      paramLabel = "ID",
      description = "Answer only if it is this model that waits.")
  @Nullable String model;

  @Option(
      names = "--approver",
      paramLabel = "WHO",
      defaultValue = "${sys:user.name}",
      description = "Who says so (default: you).")
  String approver = "";

  @Option(
      names = {"-m", "--comment"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; kept with the decision.")
  String comment = "";

  @Option(
      names = "--wait",
      paramLabel = "LENGTH",
      defaultValue = "0s",
      description = "Wait so long for a promotion to ask (default: ${DEFAULT-VALUE}).")
  String wait = "0s";

  @Option(
      names = "--print",
      description =
          "Print the answer as JSON instead of giving it, for: temporal workflow update execute"
              + " --name answer --input-file FILE")
  boolean print;

  void give(Answer answer, Terminal terminal) {
    Inputs inputs = new Inputs();
    Duration patience = inputs.duration("--wait", wait, true);
    if (workflow == null) {
      inputs.name("TAG", tag, "late-arrival");
    }
    if (model != null) {
      inputs.name("--model", model, "late-arrival-0123456789ab");
    }
    inputs.refuseIfAny();
    try (RoundhouseClient client = platform.connect()) {
      Promotions promotions = new Promotions(client.workflows());
      String id =
          workflow != null ? workflow : promotions.awaitWaiting(String.valueOf(tag), patience);
      PromotionRequest request = promotions.pending(id).request();
      refuseAnother(request);
      Approval approval = approval(answer, request);
      if (print) {
        terminal.print(Payloads.mapper().writeValueAsString(approval));
      } else {
        describe(id, promotions.answer(id, approval)).forEach(terminal::print);
      }
    }
  }

  private Approval approval(Answer answer, PromotionRequest request) {
    return new Approval(
        answer,
        approver,
        comment,
        request.tagRevision(),
        request.modelId(),
        request.evaluationSha256());
  }

  private void refuseAnother(PromotionRequest waiting) {
    if (model != null && !model.equals(waiting.modelId())) {
      throw RefusedException.of(
          "--model",
          model,
          "the model that waits, " + waiting.modelId(),
          "look at it with: roundhouse explain " + waiting.modelId());
    }
  }

  private static List<String> describe(String id, PendingPromotion answered) {
    PromotionRequest request = answered.request();
    Approval decided = answered.decided();
    return Table.of("", "")
        .row("answer", decided == null ? "-" : decided.answer() + " by " + decided.approver())
        .row("tag", request.tag() + ", revision " + request.tagRevision())
        .row("model", request.modelId())
        .row("evaluation", request.evaluationSha256())
        .row("workflow", id)
        .lines();
  }
}
