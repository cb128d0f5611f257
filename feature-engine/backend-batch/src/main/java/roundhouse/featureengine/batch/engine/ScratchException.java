package roundhouse.featureengine.batch.engine;

import java.io.IOException;
import java.nio.file.Path;

/// Scratch files cannot be written or read, most often because the disk is full. Nothing was
/// published; the run can be repeated once there is room, or elsewhere.
public final class ScratchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScratchException(Path folder, String action, IOException cause) {
    super(
        "Scratch folder '%s': %s failed (%s); free space there, name a larger folder, or raise the engine's memory"
            .formatted(folder, action, cause.getMessage()),
        cause);
  }
}
