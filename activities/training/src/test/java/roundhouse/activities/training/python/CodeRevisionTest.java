package roundhouse.activities.training.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.process.Command;

class CodeRevisionTest {
  @TempDir private Path folder;
  private Path workflow;

  @BeforeEach
  void commitAWorkflow() throws Exception {
    assumeTrue(
        new Command("git", "--version").run(Duration.ofSeconds(20)).isSuccess(), "git: not found");
    Path workflows = Files.createDirectories(folder.resolve("repository/workflows"));
    workflow = Files.writeString(workflows.resolve("mine.py"), "def train(*_): pass\n");
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@b.invalid", "commit", "--quiet", "-m", "x");
  }

  private String git(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-C", folder.resolve("repository").toString()));
    command.addAll(List.of(words));
    Command.Result result = new Command(command).run(Duration.ofSeconds(20));
    assertThat(result.status()).as(result.output()).isZero();
    return result.output().strip();
  }

  @Test
  void committedFileHasTheRevision() throws Exception {
    assertThat(CodeRevision.of(workflow)).isEqualTo(git("rev-parse", "HEAD"));
  }

  @Test
  void changeOfAnyFileOfItsFolderIsDirty() throws Exception {
    Files.writeString(workflow.resolveSibling("neighbour.py"), "x = 1\n");
    assertThat(CodeRevision.of(workflow)).isEqualTo(git("rev-parse", "HEAD") + "-dirty");
  }

  @Test
  void changeElsewhereInTheRepositoryIsNot() throws Exception {
    Files.writeString(folder.resolve("repository/README"), "x");
    assertThat(CodeRevision.of(workflow)).isEqualTo(git("rev-parse", "HEAD"));
  }

  @Test
  void fileThatGitDoesNotKnowIsUnversioned() throws Exception {
    Path other = Files.writeString(workflow.resolveSibling("other.py"), "");
    assertThat(CodeRevision.of(other)).isEqualTo("unversioned");
    assertThat(CodeRevision.of(Files.writeString(folder.resolve("alone.py"), "")))
        .isEqualTo("unversioned");
  }
}
