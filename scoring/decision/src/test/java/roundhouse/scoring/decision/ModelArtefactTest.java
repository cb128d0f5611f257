package roundhouse.scoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

class ModelArtefactTest {
  @Test
  void theManifestComesLastAndTheBytesAreReproducible() {
    ModelArtefact artefact = SmallModel.artefact();
    assertThat(artefact.files().keySet())
        .containsExactly(
            "model.json",
            "schema.json",
            "golden.json",
            "certificate.json",
            "card.json",
            "manifest.json");
    assertThat(SmallModel.artefact().manifestSha256()).isEqualTo(artefact.manifestSha256());
    assertThat(text(artefact.files(), "certificate.json"))
        .isEqualTo("{\"kind\":\"exact\",\"library\":\"xgboost-cpu 3.2.0\",\"rows\":4}");
    assertThat(text(artefact.files(), "card.json"))
        .contains("\"cutOff\":\"2013-10-01T00:00:00Z\"")
        .contains("\"request\":{\"filter\":\"\",\"name\":\"late-arrival\",\"seed\":null}");
  }

  @Test
  void whatWasWrittenReadsBack() {
    ModelArtefact written = SmallModel.artefact();
    ModelArtefact read = ModelArtefact.read(SmallModel.in(SmallModel.directory()));
    assertThat(read.card()).isEqualTo(written.card());
    assertThat(read.schema()).isEqualTo(written.schema());
    assertThat(read.certificate()).isEqualTo(written.certificate());
    assertThat(read.modelFile()).isEqualTo(SmallModel.file());
    assertThat(read.modelFileName()).isEqualTo("model.json");
    assertThat(read.golden().toJson()).isEqualTo(written.golden().toJson());
    assertThat(read.manifestSha256()).isEqualTo(written.manifestSha256());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model.json", "schema.json", "golden.json", "certificate.json", "card.json"})
  void anAlteredFileIsNamed(String name) {
    Map<String, byte[]> directory = SmallModel.directory();
    Objects.requireNonNull(directory.get(name))[3] ^= 1;
    assertThatThrownBy(() -> ModelArtefact.read(SmallModel.in(directory)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("file '%s'".formatted(name))
        .hasMessageContaining("sha256");
  }

  @Test
  void everyMissingAndAlteredFileIsReported() {
    Map<String, byte[]> directory = SmallModel.directory();
    directory.remove("card.json");
    directory.remove("golden.json");
    directory.put("schema.json", new byte[0]);
    List<InputProblem> problems =
        catchThrowableOfType(
                InvalidInputException.class, () -> ModelArtefact.read(SmallModel.in(directory)))
            .problems();
    assertThat(problems)
        .extracting(InputProblem::subject)
        .containsExactlyInAnyOrder("file 'card.json'", "file 'golden.json'", "file 'schema.json'");
  }

  @Test
  void withoutAManifestThereIsNoModel() {
    assertThatThrownBy(() -> ModelArtefact.read(SmallModel.in(Map.of())))
        .hasMessageContaining("file 'manifest.json' 'absent'");
  }

  @Test
  void aManifestCannotPointElsewhere() {
    Map<String, byte[]> directory = SmallModel.directory();
    String manifest = text(directory, "manifest.json").replace("model.json", "../secret");
    directory.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ModelArtefact.read(SmallModel.in(directory)))
        .hasMessageContaining("model file '../secret': expected model.ubj or model.json");
  }

  @Test
  void aManifestMustListExactlyTheFiles() {
    Map<String, byte[]> directory = SmallModel.directory();
    String manifest = text(directory, "manifest.json").replace("golden.json", "other.json");
    directory.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ModelArtefact.read(SmallModel.in(directory)))
        .hasMessageContaining("manifest's files");
  }

  @Test
  void aModelWhoseMarginsDifferIsNotBuilt() {
    float[] matrix = {0, 100, 0, 900};
    GoldenRows golden = new GoldenRows(2, matrix, new double[] {Math.nextUp(-0.5f), 0.25f});
    assertThatThrownBy(
            () ->
                ModelArtefact.build(
                    SmallModel.card(),
                    "model.json",
                    SmallModel.file(),
                    SmallModel.schema(),
                    golden))
        .isInstanceOf(UncertifiedModelException.class)
        .hasMessageContaining("1 of 2 rows' margins differ")
        .hasMessageContaining("row 0: -0.5 instead of -0.4999999701976776");
  }

  @Test
  void partsThatContradictEachOtherAreNotBuilt() {
    InputSchema other = new InputSchema(List.of(new Input.Numeric("distance", Policy.AS_MISSING)));
    assertThatThrownBy(
            () ->
                ModelArtefact.build(
                    SmallModel.card(), "model.json", SmallModel.file(), other, SmallModel.golden()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model file '2 features'")
        .hasMessageContaining("golden rows '2 features'");
    InputSchema renamed =
        new InputSchema(
            List.of(
                new Input.Numeric("a", Policy.AS_MISSING),
                new Input.Numeric("b", Policy.AS_MISSING)));
    assertThatThrownBy(
            () ->
                ModelArtefact.build(
                    SmallModel.card(),
                    "model.json",
                    SmallModel.file(),
                    renamed,
                    SmallModel.golden()))
        .hasMessageContaining("card's features 'carrier,distance'");
  }

  @Test
  void aFileThatIsNoModelIsNotBuilt() {
    assertThatThrownBy(
            () ->
                ModelArtefact.build(
                    SmallModel.card(),
                    "model.ubj",
                    new byte[] {'{'},
                    SmallModel.schema(),
                    SmallModel.golden()))
        .isInstanceOf(MalformedModelException.class);
    assertThatThrownBy(
            () ->
                ModelArtefact.build(
                    SmallModel.card(),
                    "card.json",
                    SmallModel.file(),
                    SmallModel.schema(),
                    SmallModel.golden()))
        .hasMessageContaining("model file 'card.json'");
  }

  private static String text(Map<String, byte[]> directory, String name) {
    return new String(Objects.requireNonNull(directory.get(name)), StandardCharsets.UTF_8);
  }
}
