package roundhouse.workflows;

import io.temporal.workflow.Workflow;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.SearchAttributes;

/// Where a workflow is, told in three places: its query, its details on Temporal's web page, and
/// the search attribute that lists are filtered by.
final class Stages {
  private Progress current = Progress.at("starting");

  /// @param stage a verb phrase, such as "training"
  void enter(String stage, String detail) {
    current = new Progress(stage, 0, detail);
    Workflow.upsertTypedSearchAttributes(SearchAttributes.STAGE.valueSet(stage));
    show();
  }

  /// The stage goes on, this much of it done.
  void advance(double fraction, String detail) {
    current = new Progress(current.stage(), fraction, detail);
    show();
  }

  void end(String detail) {
    enter("ended", detail);
    advance(1, detail);
  }

  Progress current() {
    return current;
  }

  private void show() {
    Workflow.setCurrentDetails("**%s** %s".formatted(current.stage(), current.detail()));
  }
}
