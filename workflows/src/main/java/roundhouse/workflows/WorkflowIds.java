package roundhouse.workflows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// Ids derived from a workflow's id, so that a run after a crash, a reset or a second start finds
/// what an earlier one made.
final class WorkflowIds {
  private static final int LONGEST = 96;

  private WorkflowIds() {}

  /// The workflow's id where it can name objects in a store (`[a-z0-9][a-z0-9._-]*`, at most 96
  /// characters), else its likeness with a digest: schedules add times with colons to theirs.
  static String name(String workflowId) {
    if (workflowId.length() <= LONGEST && workflowId.matches("[a-z0-9][a-z0-9._-]*")) {
      return workflowId;
    }
    String likeness =
        workflowId
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[._-]+", "");
    String shortened = likeness.substring(0, Math.min(likeness.length(), LONGEST - 17));
    return (shortened.isEmpty() ? "workflow" : shortened) + "-" + digest(workflowId);
  }

  /// The id of the child that does `step` for that workflow.
  static String child(String workflowId, String step) {
    return name(workflowId) + "-" + step;
  }

  /// The id under which the registry does `step` of that workflow once. Never the attempt's or the
  /// run's: those change when work is repeated.
  static String command(String workflowId, String step) {
    return workflowId + "/" + step;
  }

  private static String digest(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
