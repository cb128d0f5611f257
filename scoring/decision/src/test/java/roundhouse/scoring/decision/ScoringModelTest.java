package roundhouse.scoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ScoringModelTest {
  @Test
  void namedValuesAndTheirRowScoreAlike() {
    ScoringModel model = load();
    Map<String, Object> values = Map.of("carrier", "AA", "distance", 499.99);
    Score score = model.score(values);
    assertThat(score.margin()).isEqualTo(SmallModel.NEAR);
    assertThat(score.probability()).isEqualTo(0.37754068f);
    assertThat(model.score(model.schema().encode(values))).isEqualTo(score);
    assertThat(model.margin(new float[] {0, 0, 100}, 1)).isEqualTo(SmallModel.NEAR);
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
      assertThat(Score.decimal(value))
          .isEqualTo(JsonMapper.shared().writeValueAsString(value))
          .satisfies(text -> assertThat(Float.parseFloat(text)).isEqualTo(value));
    }
    assertThat(JsonMapper.shared().writeValueAsString(new Score(-0.5f, 0.37754068f)))
        .isEqualTo("{\"margin\":-0.5,\"probability\":0.37754068}");
  }

  @Test
  void aModelWhoseGoldenRowsDifferIsNotLoaded() {
    // Digests that fit a golden file whose margin is not the model's.
    Map<String, byte[]> directory = SmallModel.directory();
    byte[] golden = new GoldenRows(2, new float[8], new float[4]).toJson();
    directory.put("golden.json", golden);
    directory.remove("manifest.json");
    directory.put(
        "manifest.json",
        StoredJson.write(Manifest.of("late-arrival-0123456789ab", "model.json", directory)));
    ModelArtefact artefact = ModelArtefact.read(SmallModel.in(directory));
    assertThatThrownBy(() -> ScoringModel.load(artefact))
        .isInstanceOf(UncertifiedModelException.class)
        .hasMessageContaining("4 of 4 margins differ");
  }

  private static ScoringModel load() {
    return ScoringModel.load(ModelArtefact.read(SmallModel.in(SmallModel.directory())));
  }
}
