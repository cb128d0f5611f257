package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.trees.image.TreeImage;

/// What lies under a model's directory: the model file as its library saved it, the input schema,
/// the golden rows, the certificate, the card, and the manifest with the digest of each, which is
/// put last. Immutable.
public final class ModelArtefact {
  /// The file whose presence makes the model visible.
  public static final String MANIFEST = "manifest.json";

  public static final String SCHEMA = "schema.json";
  public static final String GOLDEN = "golden.json";
  public static final String CERTIFICATE = "certificate.json";
  public static final String CARD = "card.json";

  /// The names that a model file may have; a fixed list, so that no manifest can point elsewhere.
  public static final Set<String> MODEL_FILES = Set.of("model.ubj", "model.json");

  private final ModelCard card;
  private final String modelFileName;
  private final InputSchema schema;
  private final GoldenRows golden;
  private final Certificate certificate;
  private final Map<String, byte[]> files;

  private ModelArtefact(
      ModelCard card,
      String modelFileName,
      InputSchema schema,
      GoldenRows golden,
      Certificate certificate,
      Map<String, byte[]> files) {
    this.card = card;
    this.modelFileName = modelFileName;
    this.schema = schema;
    this.golden = golden;
    this.certificate = certificate;
    this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    InvalidInputException.throwIfAny(contradictions());
  }

  /// Certifies a freshly trained model and assembles its files. The same arguments give the same
  /// bytes.
  ///
  /// @param modelFileName one of [#MODEL_FILES]
  /// @throws roundhouse.scoring.trees.ensemble.MalformedModelException where the file is no model
  /// @throws roundhouse.scoring.trees.ensemble.UnsupportedModelException where it cannot be scored
  ///   here
  /// @throws UncertifiedModelException where the golden rows' margins differ
  /// @throws InvalidInputException where card, schema, golden rows and model contradict each other
  public static ModelArtefact build(
      ModelCard card,
      String modelFileName,
      byte[] modelFile,
      InputSchema schema,
      GoldenRows golden) {
    InvalidInputException.throwIfAny(Manifest.modelFileProblems(modelFileName));
    TreeImage image = ScoringModel.image(modelFile);
    InvalidInputException.throwIfAny(ScoringModel.contradictions(image, schema, golden));
    Certificate certificate = Certificate.issue(image, golden, card.library());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(modelFileName, modelFile.clone());
    files.put(SCHEMA, schema.toJson());
    files.put(GOLDEN, golden.toJson());
    files.put(CERTIFICATE, StoredJson.write(certificate));
    files.put(CARD, StoredJson.write(card));
    files.put(MANIFEST, StoredJson.write(Manifest.of(card.modelId(), modelFileName, files)));
    return new ModelArtefact(card, modelFileName, schema, golden, certificate, files);
  }

  /// Reads and verifies a model's files.
  ///
  /// @param files the bytes of a file in the model's directory by its name, or empty where there is
  ///   none
  /// @throws InvalidInputException listing every missing, altered or malformed file
  public static ModelArtefact read(Function<String, Optional<byte[]>> files) {
    return new ArtefactReader(files).read();
  }

  /// Only for files whose digests were verified.
  static ModelArtefact ofVerified(Manifest manifest, Map<String, byte[]> files) {
    List<InputProblem> problems = new ArrayList<>();
    @Nullable ModelCard card = parsed(CARD, files, ModelCard.class, problems);
    @Nullable Certificate certificate = parsed(CERTIFICATE, files, Certificate.class, problems);
    @Nullable InputSchema schema = attempt(() -> InputSchema.parse(file(SCHEMA, files)), problems);
    @Nullable GoldenRows golden = attempt(() -> GoldenRows.parse(file(GOLDEN, files)), problems);
    if (card == null || certificate == null || schema == null || golden == null) {
      throw new InvalidInputException(problems);
    }
    return new ModelArtefact(card, manifest.modelFile(), schema, golden, certificate, files);
  }

  /// Name to bytes in the order to write them: the manifest last.
  public Map<String, byte[]> files() {
    Map<String, byte[]> copy = new LinkedHashMap<>();
    files.forEach((name, bytes) -> copy.put(name, bytes.clone()));
    return copy;
  }

  /// Digest of the manifest, lower-case hex: the model's identity in the registry.
  public String manifestSha256() {
    return Sha256.hex(file(MANIFEST, files));
  }

  public String modelId() {
    return card.modelId();
  }

  public ModelCard card() {
    return card;
  }

  public InputSchema schema() {
    return schema;
  }

  public GoldenRows golden() {
    return golden;
  }

  public Certificate certificate() {
    return certificate;
  }

  public String modelFileName() {
    return modelFileName;
  }

  public byte[] modelFile() {
    return file(modelFileName, files).clone();
  }

  private List<InputProblem> contradictions() {
    List<InputProblem> problems = new ArrayList<>();
    if (!card.features().equals(schema.names())) {
      problems.add(
          new InputProblem(
              "card's features",
              String.join(",", card.features()),
              "the schema's inputs in order: " + String.join(",", schema.names()),
              "train again"));
    }
    if (certificate.rows() != golden.rows() || !certificate.library().equals(card.library())) {
      problems.add(
          new InputProblem(
              "certificate",
              "%d rows, %s".formatted(certificate.rows(), certificate.library()),
              "%d golden rows and the card's library %s".formatted(golden.rows(), card.library()),
              "register the model again"));
    }
    return problems;
  }

  private static <T> @Nullable T parsed(
      String name, Map<String, byte[]> files, Class<T> type, List<InputProblem> problems) {
    return attempt(
        () -> StoredJson.read("file '%s'".formatted(name), file(name, files), type), problems);
  }

  private interface Parse<T> {
    T parse();
  }

  private static <T> @Nullable T attempt(Parse<T> parse, List<InputProblem> problems) {
    try {
      return parse.parse();
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  private static byte[] file(String name, Map<String, byte[]> files) {
    return Objects.requireNonNull(files.get(name), name);
  }
}
