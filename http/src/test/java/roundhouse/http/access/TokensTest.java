package roundhouse.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.storage.Digests;

class TokensTest {
  private static final String DIGEST = Digests.sha256Hex("secret");

  @TempDir Path folder;

  @Test
  void aTokenIsKnownByItsDigest() throws IOException {
    Tokens tokens = read("", "# who scores", "  payments score " + DIGEST + "  ");

    assertThat(tokens.find("secret")).contains(new Identity("payments", Set.of(Role.SCORE)));
    assertThat(tokens.find("Secret")).isEmpty();
    assertThat(tokens.find(DIGEST)).isEmpty();
    assertThat(tokens.find("")).isEmpty();
  }

  @Test
  void aFurtherLineAddsARole() throws IOException {
    Tokens tokens = read("ops score " + DIGEST, "ops approve " + DIGEST);

    assertThat(tokens.find("secret"))
        .contains(new Identity("ops", Set.of(Role.SCORE, Role.APPROVE)));
  }

  @Test
  void everyWrongLineIsListedWithoutItsSecret() {
    assertThatThrownBy(
            () ->
                read(
                    "ops score",
                    "ops king " + DIGEST,
                    "ops score my-plain-token",
                    "o/ps score " + DIGEST,
                    "a score " + DIGEST,
                    "b score " + DIGEST,
                    "c score " + DIGEST + " extra"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .satisfies(
            message -> {
              assertThat(message.lines()).hasSize(6);
              assertThat(message)
                  .contains(
                      "line 1: has 2 words",
                      "line 2: role 'king' is unknown; expected one of score, train, approve, admin",
                      "line 3: the third word is no SHA-256",
                      "line 4: the name",
                      "line 6: has the token of 'a'",
                      "line 7: has 4 words")
                  .doesNotContain("my-plain-token");
            });
  }

  @Test
  void aFileWithoutTokensIsRefused() {
    assertThatThrownBy(() -> read("# none")).hasMessageContaining("holds no token");
  }

  @Test
  void anAbsentFileIsRefusedByItsName() {
    assertThatThrownBy(() -> Tokens.read(folder.resolve("absent")))
        .hasMessageContaining("absent': cannot be read (NoSuchFileException)");
  }

  private Tokens read(String... lines) throws IOException {
    Path file = folder.resolve("tokens");
    return Tokens.read(Files.writeString(file, String.join("\n", lines)));
  }
}
