package roundhouse.scoring.decision.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.SmallModel;

class DeciderTest {
  private static final String A = model("model-a");
  private static final String B = model("model-b");
  private static final Map<String, Object> UNITED = Map.of("carrier", "UA", "distance", 719);

  private final Map<String, Component> registered = new HashMap<>();

  DeciderTest() {
    register("model-a", 2);
    register("model-b", -2);
  }

  @Test
  void theUsersModelScoresElseTheSegmentsElseTheGlobalOne() {
    register("model-c", 0.5f);
    Decider decider =
        decider(
            "{'type':'dispatch','cases':[{'when':\"tenant = 'acme'\",'score':%s},{'when':'distance > 1000','score':%s}],'otherwise':%s}"
                .formatted(A, B, model("model-c")));
    assertThat(decider.decide(with("tenant", "acme")).margins()).isEqualTo(Map.of("model-a", 2.0));
    assertThat(decider.decide(with("distance", 2565)).margins()).isEqualTo(Map.of("model-b", -2.0));
    Decision global = decider.decide(UNITED);
    assertThat(global.score()).isEqualTo((double) (float) (1 / (1 + Math.exp(-0.5))), within(1e-7));
    assertThat(global.path()).containsExactly("otherwise", "model 'model-c'");
    assertThat(decider.names()).containsExactly("carrier", "distance", "tenant");
  }

  @Test
  void scoresAreCombinedAndCalibrated() {
    double a = 1 / (1 + Math.exp(-2.0));
    double b = 1 / (1 + Math.exp(2.0));
    assertThat(scoreOf(weighted(0.25, 0.75))).isCloseTo(0.25 * a + 0.75 * b, within(1e-7));
    assertThat(
            scoreOf(
                "{'type':'logistic','intercept':0.5,'parts':[{'weight':2,'score':%s},{'weight':-1,'score':%s}]}"
                    .formatted(A, B)))
        .isCloseTo(1 / (1 + Math.exp(-(0.5 + 4 + 2))), within(1e-6));
    assertThat(
            scoreOf(
                "{'type':'calibrated','score':%s,'calibration':{'type':'platt','slope':0.5,'intercept':1}}"
                    .formatted(A)))
        .isCloseTo(1 / (1 + Math.exp(-2.0)), within(1e-6));
    String points =
        "{'type':'isotonic','points':[{'score':0.2,'probability':0.1},{'score':0.6,'probability':0.3},{'score':0.8,'probability':0.3}]}";
    for (var each : Map.of(0.0, 0.1, 0.2, 0.1, 0.4, 0.2, 0.7, 0.3, 1.0, 0.3).entrySet()) {
      assertThat(
              scoreOf(
                  "{'type':'calibrated','score':{'type':'constant','probability':%s},'calibration':%s}"
                      .formatted(each.getKey(), points)))
          .isCloseTo(each.getValue(), within(1e-12));
    }
  }

  @Test
  void rulesAndThresholdsDecide() {
    MetaModel document =
        document(
            A,
            "[{'name':'embargo','when':\"carrier = 'AA'\",'outcome':'block'}]",
            "[{'when':\"tenant = 'acme'\",'review':0.9,'block':0.95},{'when':'','review':0.5,'block':0.88}]",
            "[{'name':'far and likely','when':'score > 0.8 and distance > 2000','outcome':'block'}]");
    Decider decider = Decider.load(document, this::find);

    Decision embargo = decider.decide(Map.of("carrier", "AA"));
    assertThat(embargo.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(embargo.rule()).isEqualTo("embargo");
    assertThat(embargo.score()).isNull();
    assertThat(embargo.margins()).isEmpty();

    assertThat(decider.decide(UNITED).outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(decider.decide(with("tenant", "acme")).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decider.decide(with("distance", 2565, "tenant", "acme")).rule())
        .isEqualTo("far and likely");
  }

  @Test
  void aFallbackScoresWhereAFeatureOrAModelIsMissing() {
    String fallback = "{'type':'fallback','score':%s,'otherwise':%s}";
    String last = "{'type':'constant','probability':0.5}";
    Decision noCarrier = decider(fallback.formatted(A, last)).decide(Map.of("distance", 719));
    assertThat(noCarrier.score()).isEqualTo(0.5);
    assertThat(noCarrier.path()).singleElement().asString().contains("fallback: input 'carrier'");

    Decider without = decider(fallback.formatted(model("model-lost"), A));
    assertThat(without.missingModels()).containsExactly("model-lost");
    assertThat(without.decide(UNITED).margins()).containsOnlyKeys("model-a");

    assertThatThrownBy(() -> decider(A).decide(Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("input 'carrier' 'null'");
    // Asked for twice, and refused twice.
    Decider twice = decider(fallback.formatted(weighted(0.5, 0.5), A));
    assertThatThrownBy(() -> twice.decide(Map.of())).hasMessageContaining("input 'carrier'");
  }

  @Test
  void aMetaModelOfMetaModelsAsksEachModelOnce() {
    MetaModel inner = named("inner", weighted(0.5, 0.5));
    registered.put("inner", new Component.OfMetaModel(inner));
    Decision decision =
        decider(
                "{'type':'weighted','parts':[{'weight':0.5,'score':%s},{'weight':0.25,'score':%s},{'weight':0.25,'score':%s}]}"
                    .formatted(model("inner"), model("inner"), A))
            .decide(UNITED);
    assertThat(decision.path()).containsExactly("model 'model-a'", "model 'model-b'");
    assertThat(decision.margins()).isEqualTo(Map.of("model-a", 2.0, "model-b", -2.0));
  }

  @Test
  void everyProblemOfADocumentIsFound() {
    MetaModel document =
        parse(
            """
            {'format':'roundhouse-meta@1','modelId':'meta','fields':{'tenant':'text','carrier':'long'},
            'rulesBefore':[{'name':'r','when':'speed > 3','outcome':'block'}],
            'score':{'type':'weighted','parts':[
              {'weight':0.5,'score':{'type':'model','modelId':'model-a'}},
              {'weight':0.4,'score':{'type':'model','modelId':'model-lost'}},
              {'weight':0.4,'score':{'type':'calibrated','score':{'type':'constant','probability':2},
                'calibration':{'type':'isotonic','points':[]}}}]},
            'thresholds':[{'when':'score > 1','review':0.9,'block':0.5}],
            'rulesAfter':[{'name':'s','when':'score >','outcome':'allow'}]}
            """);
    assertThatThrownBy(() -> Decider.load(document, this::find))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("field 'tenant' of 'meta' 'text'")
        .hasMessageContaining("input 'carrier' of model 'model-a' 'string': expected long")
        .hasMessageContaining("model 'model-lost'")
        .hasMessageContaining("score.parts 'weights whose sum is 1.3")
        .hasMessageContaining("score.parts[2].score.score '2.0'")
        .hasMessageContaining("points '0 points'")
        .hasMessageContaining("rulesBefore[0] 'r'")
        .hasMessageContaining("thresholds[0].when")
        .hasMessageContaining("thresholds[0] 'review 0.9, block 0.5'")
        .hasMessageContaining("rulesAfter[0] 's'");
  }

  @Test
  void whatIsMadeOfItselfOrHasNoEndIsRefused() {
    registered.put("first", new Component.OfMetaModel(document(model("second"), "[]", "[]", "[]")));
    registered.put("second", new Component.OfMetaModel(named("second", model("first"))));
    registered.put("first", new Component.OfMetaModel(named("first", model("second"))));
    assertThatThrownBy(() -> decider(model("first")))
        .hasMessageContaining("meta-model 'first'")
        .hasMessageContaining("meta of first of second");
    String deep = A;
    for (int i = 0; i < 70; i++) {
      deep = "{'type':'fallback','score':%s,'otherwise':%s}".formatted(deep, B);
    }
    String tooDeep = deep;
    assertThatThrownBy(() -> decider(tooDeep)).hasMessageContaining("nested deeper than 64");
    String twice = A;
    for (int i = 0; i < 30; i++) {
      String id = "level-" + i;
      registered.put(
          id,
          new Component.OfMetaModel(
              named(id, "{'type':'fallback','score':%s,'otherwise':%s}".formatted(twice, twice))));
      twice = model(id);
    }
    String wide = twice;
    assertThatThrownBy(() -> decider(wide)).hasMessageContaining("more than 10000 nodes");
  }

  @Test
  void theGuidesMetaModelDecides() throws IOException {
    String guide = Files.readString(Path.of("../../docs/scoring.md"));
    int begin = guide.indexOf("```json") + "```json".length();
    MetaModel document =
        MetaModel.parse(
            guide.substring(begin, guide.indexOf("```", begin)).getBytes(StandardCharsets.UTF_8));
    Decider decider = Decider.load(document, this::find);
    assertThat(decider.decide(with("tenant", "acme")).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decider.decide(with("distance", 2565)).rule()).isEqualTo("far and likely");
    assertThat(decider.decide(UNITED).margins()).containsOnlyKeys("model-b");
  }

  @Test
  void aFallbackMakesUpForWhatAMetaModelMisses() {
    registered.put("inner", new Component.OfMetaModel(named("inner", model("model-lost"))));
    Decider decider =
        decider("{'type':'fallback','score':%s,'otherwise':%s}".formatted(model("inner"), A));
    assertThat(decider.decide(UNITED).margins()).containsOnlyKeys("model-a");
    assertThat(decider.missingModels()).containsExactly("model-lost");
  }

  @Test
  void levelsOfMetaModelsCountTogether() {
    String score = A;
    for (int i = 0; i < 60; i++) {
      String id = "level-" + i;
      registered.put(
          id,
          new Component.OfMetaModel(
              named(id, "{'type':'fallback','score':%s,'otherwise':%s}".formatted(score, B))));
      score = model(id);
    }
    String deep = score;
    assertThatThrownBy(() -> decider(deep)).hasMessageContaining("nested deeper than 64");
  }

  @Test
  void coefficientsThatSumsCannotHoldAreRefused() {
    assertThatThrownBy(
            () ->
                decider(
                    "{'type':'logistic','intercept':0,'parts':[{'weight':1e308,'score':%s},{'weight':-1e308,'score':%s}]}"
                        .formatted(A, B)))
        .hasMessageContaining("score.parts[0].weight '1.0E308'")
        .hasMessageContaining("score.parts[1].weight");
    register("model-c", 1);
    registered.put("model-d", find("model-c").orElseThrow());
    assertThatThrownBy(() -> decider(model("model-d")))
        .hasMessageContaining("model 'model-d': expected a model of that id, not 'model-c'");
  }

  @Test
  void unknownAndMistypedValuesAreNamed() {
    assertThatThrownBy(() -> decider(A).decide(Map.of("carrier", 3, "tenant", 7, "speed", 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("input 'speed'")
        .hasMessageContaining("field 'carrier' '3'")
        .hasMessageContaining("field 'tenant' '7'");
  }

  @Test
  void aDocumentReadsBackToItsBytes() {
    MetaModel document = document(weighted(0.5, 0.5), "[]", "[]", "[]");
    assertThat(MetaModel.parse(document.toJson())).isEqualTo(document);
    assertThat(MetaModel.parse(document.toJson()).toJson()).isEqualTo(document.toJson());
    for (String wrong :
        new String[] {
          "",
          "null",
          "{}",
          "{'format':'roundhouse-meta@1','format':'roundhouse-meta@1','modelId':'m','fields':{},'rulesBefore':[],'score':{'type':'constant','probability':1},'thresholds':[],'rulesAfter':[]}",
          "{'format':'roundhouse-meta@2','modelId':'m','fields':{},'rulesBefore':[],'score':{'type':'constant','probability':1},'thresholds':[],'rulesAfter':[]}",
          "{'format':'roundhouse-meta@1','modelId':'../m','fields':{},'rulesBefore':[],'score':{'type':'constant','probability':1},'thresholds':[],'rulesAfter':[]}",
          "{'format':'roundhouse-meta@1','modelId':'m','fields':{},'rulesBefore':[],'score':{'type':'magic'},'thresholds':[],'rulesAfter':[]}",
        }) {
      assertThatThrownBy(() -> parse(wrong)).as(wrong).isInstanceOf(InvalidInputException.class);
    }
  }

  private double scoreOf(String score) {
    Decider decider = decider(score);
    Map<String, Object> values = new HashMap<>(UNITED);
    values.keySet().retainAll(decider.names());
    Double found = decider.decide(values).score();
    assertThat(found).isNotNull();
    return found == null ? Double.NaN : found;
  }

  private static String weighted(double a, double b) {
    return "{'type':'weighted','parts':[{'weight':%s,'score':%s},{'weight':%s,'score':%s}]}"
        .formatted(a, A, b, B);
  }

  private static String model(String id) {
    return "{'type':'model','modelId':'%s'}".formatted(id);
  }

  private void register(String id, float united) {
    registered.put(id, new Component.OfModel(SmallModel.scoring(id, united)));
  }

  private Optional<Component> find(String id) {
    return Optional.ofNullable(registered.get(id));
  }

  private Decider decider(String score) {
    return Decider.load(document(score, "[]", "[]", "[]"), this::find);
  }

  private static Map<String, @Nullable Object> with(Object... named) {
    Map<String, @Nullable Object> values = new HashMap<>(UNITED);
    for (int i = 0; i < named.length; i += 2) {
      values.put((String) named[i], named[i + 1]);
    }
    return values;
  }

  private static MetaModel named(String id, String score) {
    return document(id, score, "[]", "[]", "[]");
  }

  private static MetaModel document(String score, String before, String levels, String after) {
    return document("meta", score, before, levels, after);
  }

  private static MetaModel document(
      String id, String score, String before, String levels, String after) {
    return parse(
        "{'format':'roundhouse-meta@1','modelId':'%s','fields':{'tenant':'string'},'rulesBefore':%s,'score':%s,'thresholds':%s,'rulesAfter':%s}"
            .formatted(id, before, score, levels, after));
  }

  /// Single quotes outside of conditions stand for double ones.
  private static MetaModel parse(String json) {
    String[] parts = json.split("\"", -1);
    for (int i = 0; i < parts.length; i += 2) {
      parts[i] = parts[i].replace('\'', '"');
    }
    String text = String.join("\"", parts);
    return MetaModel.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
