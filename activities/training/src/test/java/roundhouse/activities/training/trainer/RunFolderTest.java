package roundhouse.activities.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.runner.EncodedFeature;

class RunFolderTest {
  @TempDir private Path path;

  private static final TrainerRequest REQUEST =
      new TrainerRequest(
          "training-1",
          2,
          "spec",
          "unversioned",
          "mine",
          "/workflows",
          "late",
          List.of(
              new EncodedFeature("distance", null),
              new EncodedFeature("carrier", List.of("AA", "UA"))),
          Map.of("rounds", 5),
          42,
          2,
          500);

  private RunFolder folder() {
    return new RunFolder(path);
  }

  @Test
  void requestIsReadAsItWasWritten() {
    folder().writeRequest(REQUEST);
    assertThat(folder().request()).isEqualTo(REQUEST);
  }

  @Test
  void reportOfEachKindIsReadAsItWasWritten() {
    assertThat(folder().report()).isEmpty();
    for (TrainerReport report :
        List.of(
            new TrainerReport.Succeeded("model.ubj", "00", "xgboost 3.2.0", List.of("1.5")),
            new TrainerReport.UserFailed("no", ""),
            new TrainerReport.Failed("disk full"))) {
      folder().writeReport(report);
      assertThat(folder().report()).contains(report);
    }
  }

  @Test
  void latestWholeLineOfProgressCounts() throws Exception {
    assertThat(folder().latestProgress()).isEmpty();
    folder().appendProgress(new ReportedProgress(0.25, "round 1 of 4", Map.of()));
    folder().appendProgress(new ReportedProgress(0.5, "round 2 of 4", Map.of("auc", 0.75)));
    append("{\"fraction\": 0.7");
    assertThat(folder().latestProgress().orElseThrow().text())
        .isEqualTo("round 2 of 4, auc 0.750000");
  }

  @Test
  void lineThatIsNoProgressIsPassedOver() throws Exception {
    append("not json\n");
    assertThat(folder().latestProgress()).isEmpty();
    append("x".repeat(10_000) + "\n");
    assertThat(folder().latestProgress()).isEmpty();
  }

  private void append(String text) throws Exception {
    Files.writeString(
        path.resolve("progress.jsonl"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void logsEndIsReadWithoutTheRest() throws Exception {
    assertThat(folder().logTail(10)).isEmpty();
    Files.writeString(folder().log(), "0123456789abcdef");
    assertThat(folder().logTail(6)).asString().isEqualTo("abcdef");
    assertThat(folder().logTail(100)).hasSize(16);
  }

  @Test
  void folderIsLockedForAsLongAsItsHolderLives() throws Exception {
    assertThat(folder().isLocked()).isFalse();
    assertThat(folder().lockUntilExit(Duration.ZERO)).isTrue();
    assertThat(folder().isLocked()).isTrue();
  }

  @Test
  void clearedFolderIsEmptyAndDeletedOneIsGone() throws Exception {
    RunFolder folder = new RunFolder(path.resolve("run"));
    folder.clear();
    folder.writeRequest(REQUEST);
    Files.createDirectories(folder.file("nested/deep"));
    folder.clear();
    assertThat(folder.isPresent()).isFalse();
    assertThat(folder.path()).isEmptyDirectory();
    folder.delete();
    assertThat(folder.path()).doesNotExist();
  }
}
