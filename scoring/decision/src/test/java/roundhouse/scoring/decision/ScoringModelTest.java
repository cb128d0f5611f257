package roundhouse.scoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ScoringModelTest {
  @Test
  void namedValuesAndTheirRowScoreAlike() {
    ScoringModel model = load();
    Map<String, Object> values = Map.of("carrier", "AA", "distance", 499.99);
    Score score = model.score(values);
    assertThat(score.margin()).isEqualTo(SmallModel.NEAR);
    assertThat(score.decimal(score.probability())).isEqualTo("0.37754068");
    assertThat(model.score(model.schema().encode(values))).isEqualTo(score);
    double[] margins = new double[1];
    double[] outputs = new double[1];
    model.score(new float[] {0, 0, 100}, 1, margins, outputs);
    assertThat(margins).containsExactly(score.margin());
    assertThat(outputs).containsExactly(score.probability());
    assertThat(model.modelId()).isEqualTo("late-arrival-0123456789ab");
  }

  @Test
  void unknownAndMissingValuesTakeTheTreesDefaultWay() {
    ScoringModel model = load();
    assertThat(model.score(Map.of("carrier", "UA")).margin()).isEqualTo(SmallModel.UNITED);
    assertThat(model.score(Map.of("carrier", "??")).margin()).isEqualTo(SmallModel.FAR);
    assertThat(model.score(Map.of()).margin()).isEqualTo(SmallModel.FAR);
  }

  @Test
  void aProbabilityIsWrittenAlikeEverywhere() {
    for (float value : new float[] {0.5f, 0.37754068f, 1e-9f, 1f, Float.MIN_VALUE}) {
      assertThat(Precision.FLOAT32.decimal(value))
          .isEqualTo(JsonMapper.shared().writeValueAsString(value))
          .satisfies(text -> assertThat(Float.parseFloat(text)).isEqualTo(value));
    }
    assertThat(Precision.FLOAT64.decimal(0.1)).isEqualTo("0.1");
    assertThat(Precision.FLOAT64.decimal(0.1f)).isEqualTo("0.10000000149011612");
  }

  @Test
  void aModelWhoseGoldenRowsDifferIsNotLoaded() {
    // Digests that fit a golden file whose margin is not the model's.
    Map<String, byte[]> directory = SmallModel.directory();
    byte[] golden = new GoldenRows(2, new float[8], new double[4]).toJson();
    directory.put("golden.json", golden);
    directory.remove("manifest.json");
    directory.put(
        "manifest.json",
        StoredJson.write(Manifest.of("late-arrival-0123456789ab", "model.json", directory)));
    ModelArtefact artefact = ModelArtefact.read(SmallModel.in(directory));
    assertThatThrownBy(() -> ScoringModel.load(artefact))
        .isInstanceOf(UncertifiedModelException.class)
        .hasMessageContaining("4 of 4 rows' margins differ");
  }

  @Test
  void onlyAModelOfALabelGivesItsProbability() {
    assertThat(load().givesProbability()).isTrue();
    ScoringModel regression =
        ScoringModel.load(
            ModelArtefact.build(
                SmallModel.card(),
                "model.json",
                SmallModel.file("reg:squarederror"),
                SmallModel.schema(),
                new GoldenRows(2, new float[] {1, 100}, new double[] {1.25})));
    assertThat(regression.givesProbability()).isFalse();
    assertThat(regression.score(Map.of("carrier", "UA")).outputs()).containsExactly(1.25);
  }

  @Test
  void goldenRowsOfAnotherNumberOfMarginsAreRefused() {
    assertThat(
            ScoringModel.contradictions(
                ScoringModel.image(SmallModel.file()),
                SmallModel.schema(),
                new GoldenRows(2, new float[4], new double[6])))
        .singleElement()
        .asString()
        .contains("golden rows '3 margins a row': expected the model's 1");
  }

  @Test
  void threadsThatScoreAtOnceGetTheirOwnRowsAnswers() throws Exception {
    ScoringModel model = load();
    float[][] rows = {{0, 100}, {0, 900}, {1, 100}};
    double[] expected = {SmallModel.NEAR, SmallModel.FAR, SmallModel.UNITED};
    try (var threads = Executors.newFixedThreadPool(32)) {
      List<Callable<Boolean>> works = new ArrayList<>();
      for (int work = 0; work < 64; work++) {
        int own = work % 3;
        works.add(() -> scoresAlways(model, rows[own], expected[own]));
      }
      for (Future<Boolean> all : threads.invokeAll(works)) {
        assertThat(all.get()).isTrue();
      }
    }
  }

  private static boolean scoresAlways(ScoringModel model, float[] row, double expected) {
    double[] margins = new double[1];
    for (int i = 0; i < 2_000; i++) {
      model.score(row, 0, margins, new double[1]);
      if (margins[0] != expected) {
        return false;
      }
    }
    return true;
  }

  private static ScoringModel load() {
    return ScoringModel.load(ModelArtefact.read(SmallModel.in(SmallModel.directory())));
  }
}
