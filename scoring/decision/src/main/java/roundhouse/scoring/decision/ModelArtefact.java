package roundhouse.scoring.decision;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What lies under a model's directory: the model file as its library saved it, the input schema,
/// the golden rows, the certificate, the card, and the manifest with the digest of each, which is
/// put last. Immutable.
@SuppressWarnings("DoNotCallSuggester")
public final class ModelArtefact {
  /// The file whose presence makes the model visible.
  public static final String MANIFEST = "manifest.json";

  private ModelArtefact() {}

  /// Certifies a freshly trained model and assembles its files.
  ///
  /// @param modelFileName `model.ubj` or `model.json`
  /// @throws UncertifiedModelException where the golden rows' margins differ
  /// @throws InvalidInputException where card, schema, golden rows and model contradict each other
  public static ModelArtefact build(
      ModelCard card,
      String modelFileName,
      byte[] modelFile,
      InputSchema schema,
      GoldenRows golden) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Reads and verifies a model's files.
  ///
  /// @param files the bytes of a file in the model's directory by its name, or empty where there is
  ///   none
  /// @throws InvalidInputException listing every missing, altered or malformed file
  public static ModelArtefact read(Function<String, Optional<byte[]>> files) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Name to bytes in the order to write them: the manifest last.
  public Map<String, byte[]> files() {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Digest of the manifest, lower-case hex: the model's identity in the registry.
  public String manifestSha256() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public ModelCard card() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public InputSchema schema() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public GoldenRows golden() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public Certificate certificate() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public String modelFileName() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public byte[] modelFile() {
    throw new UnsupportedOperationException("in the next commit");
  }
}
