package roundhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writing process, killed for real.
final class LocalDiskStoreIT {
  @TempDir Path folder;

  @Test
  void killedWriterLeavesWholeObjectsAndEveryAcknowledgedOne() throws Exception {
    for (int acknowledgements : new int[] {1, 40, 150}) {
      List<ObjectKey> acknowledged = writeAndKillAfter(acknowledgements);

      ObjectStore store = ObjectStores.onDisk(folder);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(acknowledgements);
      List<ObjectKey> found = store.list(ObjectKey.of("objects"));
      assertThat(found).containsAll(acknowledged);
      for (ObjectKey key : found) {
        assertThat(store.sha256Hex(key)).isEqualTo(key.name());
      }
    }
  }

  /// What the process said before it died; a last line that it did not finish does not count.
  private List<ObjectKey> writeAndKillAfter(int acknowledgements) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PutUntilKilled.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = writer.inputReader()) {
      List<ObjectKey> said = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (said.size() == acknowledgements) {
          // Through its handle: the process object would close what there still is to read.
          writer.toHandle().destroyForcibly();
        }
        if (line.length() == "objects/ab/".length() + 64) {
          said.add(ObjectKey.of(line));
        }
      }
      assertThat(writer.waitFor()).isEqualTo(137);
      return said;
    } finally {
      writer.destroyForcibly();
    }
  }
}
