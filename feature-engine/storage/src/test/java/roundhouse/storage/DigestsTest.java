package roundhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigestsTest {
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void digestIsTheStandardsWhateverTheContentComesFrom() throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");

    assertThat(Digests.sha256Hex("abc")).isEqualTo(OF_ABC);
    assertThat(Digests.sha256Hex(file)).isEqualTo(OF_ABC);
  }

  @Test
  void longFileIsDigestedInPieces() throws Exception {
    byte[] content = new byte[200_001];
    Path file = Files.write(folder.resolve("long"), content);

    assertThat(Digests.sha256Hex(file)).isEqualTo(Digests.sha256Hex(content));
  }
}
