package roundhouse.activities.training.python;

import java.nio.file.Path;
import java.time.Duration;
import roundhouse.activities.training.process.Command;

/// Which code a workflow is.
final class CodeRevision {
  static final String UNVERSIONED = "unversioned";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private CodeRevision() {}

  /// The git revision checked out where the file is, with `-dirty` where anything in its folder
  /// differs from it, or `unversioned` where git does not know the file.
  static String of(Path file) throws InterruptedException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null
        || !git(folder, "ls-files", "--error-unmatch", file.getFileName().toString()).isSuccess()) {
      return UNVERSIONED;
    }
    Command.Result head = git(folder, "rev-parse", "HEAD");
    if (!head.isSuccess()) {
      return UNVERSIONED;
    }
    Command.Result changes = git(folder, "status", "--porcelain", "--", ".");
    boolean isClean = changes.isSuccess() && changes.output().isBlank();
    return head.output().strip() + (isClean ? "" : "-dirty");
  }

  private static Command.Result git(Path folder, String verb, String... rest)
      throws InterruptedException {
    var words = new java.util.ArrayList<>(java.util.List.of("git", "-C", folder.toString(), verb));
    words.addAll(java.util.List.of(rest));
    return new Command(words).run(LIMIT);
  }
}
