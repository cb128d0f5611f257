package roundhouse.temporal.contracts;

/// The fixed task queue of each capability: a plugin registers its types on this queue's worker
/// only.
public final class TaskQueues {
  public static final String FEATURES = "roundhouse-features";
  public static final String TRAINING = "roundhouse-training";
  public static final String EVALUATION = "roundhouse-evaluation";
  public static final String PROMOTION = "roundhouse-promotion";
  public static final String RETRAINING = "roundhouse-retraining";

  private TaskQueues() {}
}
