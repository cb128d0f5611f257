package roundhouse.workers.cli.platform;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Where the demo that last ran in this checkout has its parts, so that the other commands find
/// them without options.
///
/// @param store folder of the object store
/// @param temporal host and port of Temporal
/// @param temporalUi address of Temporal's pages; empty where there are none
/// @param scorer address of the scorer
/// @param features address of the feature server
/// @param topics file that says which topics there are
@JsonIgnoreProperties(ignoreUnknown = true)
public record LocalState(
    String store,
    String temporal,
    String temporalUi,
    String scorer,
    String features,
    String topics) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// The state that was written to `file`; empty where there is none that can be read.
  public static Optional<LocalState> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), LocalState.class));
    } catch (IOException | JacksonException none) {
      return Optional.empty();
    }
  }

  /// Replaces the file whole, so that a command running beside sees the old or the new one.
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), "state", ".json");
      Files.writeString(aside, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
