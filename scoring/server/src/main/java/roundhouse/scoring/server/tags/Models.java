package roundhouse.scoring.server.tags;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.decision.UncertifiedModelException;
import roundhouse.scoring.server.tags.TagTarget.ModelReference;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.image.TreeImage;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Loads models: from the local copy where it is whole, else from the store, of which a local copy
/// is then made. Either way every digest is verified and the golden rows are scored again. A model
/// that could not be loaded is tried again after a pause that doubles up to [#LONGEST_PAUSE]. One
/// thread at a time.
final class Models {
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Logger LOG = LoggerFactory.getLogger(Models.class);

  private final ObjectStore store;
  private final LocalCopies copies;
  private final Clock clock;
  private final Map<ModelReference, Failure> failures = new HashMap<>();

  private record Failure(UnusableModelException reason, Duration pause, Instant retryAt) {}

  Models(ObjectStore store, LocalCopies copies, Clock clock) {
    this.store = store;
    this.copies = copies;
    this.clock = clock;
  }

  /// Throws [UnusableModelException] saying why.
  ScoringModel load(ModelReference reference) {
    Failure earlier = failures.get(reference);
    if (earlier != null && clock.instant().isBefore(earlier.retryAt())) {
      throw earlier.reason();
    }
    try {
      ScoringModel model = loadCopyOrStored(reference);
      failures.remove(reference);
      return model;
    } catch (RuntimeException failure) {
      throw remember(reference, earlier, failure);
    }
  }

  private ScoringModel loadCopyOrStored(ModelReference reference) {
    Optional<ScoringModel> copy = loadCopy(reference);
    if (copy.isPresent()) {
      return copy.get();
    }
    ObjectKey directory = ObjectKey.of(reference.location());
    ModelArtefact artefact = read(reference, name -> store.find(directory.resolve(name)));
    ScoringModel model = ScoringModel.load(artefact);
    copies.saveModel(reference.modelId(), artefact.files());
    keepImage(artefact, model);
    return model;
  }

  private Optional<ScoringModel> loadCopy(ModelReference reference) {
    if (copies.findFile(reference.modelId(), ModelArtefact.MANIFEST).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          loadCopy(read(reference, name -> copies.findFile(reference.modelId(), name))));
    } catch (RuntimeException damaged) {
      LOG.warn(
          "Model '{}': its local copy is unusable and is fetched again ({})",
          reference.modelId(),
          damaged.getMessage());
      return Optional.empty();
    }
  }

  /// By the image that was kept beside the copy, which need not be parsed; where that is of no use,
  /// by the model file, and another image is kept.
  private ScoringModel loadCopy(ModelArtefact artefact) {
    Optional<byte[]> kept = copies.findFile(artefact.modelId(), imageName(artefact));
    if (kept.isPresent()) {
      try {
        return ScoringModel.load(artefact, TreeImage.parse(ByteBuffer.wrap(kept.get())));
      } catch (MalformedModelException
          | InvalidInputException
          | UncertifiedModelException unusable) {
        LOG.info(
            "Model '{}': its image is made anew ({})", artefact.modelId(), unusable.getMessage());
      }
    }
    ScoringModel model = ScoringModel.load(artefact);
    keepImage(artefact, model);
    return model;
  }

  private void keepImage(ModelArtefact artefact, ScoringModel model) {
    ByteBuffer image = model.image().toBytes();
    byte[] bytes = new byte[image.remaining()];
    image.get(bytes);
    copies.saveModel(artefact.modelId(), Map.of(imageName(artefact), bytes));
  }

  /// An image is that of exactly these files.
  private static String imageName(ModelArtefact artefact) {
    return "image-" + artefact.manifestSha256().substring(0, 16);
  }

  private static ModelArtefact read(
      ModelReference reference, Function<String, Optional<byte[]>> files) {
    ModelArtefact artefact = ModelArtefact.read(files);
    if (!artefact.manifestSha256().equals(reference.manifestSha256())) {
      throw new IllegalStateException(
          "Model '%s': its manifest has the digest '%s', and the registry names '%s'; restore the model's directory '%s'"
              .formatted(
                  reference.modelId(),
                  artefact.manifestSha256(),
                  reference.manifestSha256(),
                  reference.location()));
    }
    return artefact;
  }

  private UnusableModelException remember(
      ModelReference reference, @Nullable Failure earlier, RuntimeException failure) {
    Duration pause = earlier == null ? FIRST_PAUSE : earlier.pause().multipliedBy(2);
    Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    UnusableModelException reason =
        new UnusableModelException(
            "Model '%s' cannot be loaded: %s".formatted(reference.modelId(), failure.getMessage()),
            failure);
    failures.put(reference, new Failure(reason, bounded, clock.instant().plus(bounded)));
    return reason;
  }
}
