package roundhouse.scoring.decision.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.decision.SmallModel;

/// A decider gives the bits of the plainest evaluation: by recursion over the documents, each model
/// asked by its own named values whenever it is come to.
class DeciderPropertiesTest {
  private static final Map<String, ScoringModel> MODELS =
      Map.of(
          "model-a", SmallModel.scoring("model-a", 2),
          "model-b", SmallModel.scoring("model-b", -2),
          "model-c", SmallModel.scoring("model-c", 0.5f));

  /// A case's condition and the same in Java.
  private static final Map<String, Function<Map<String, ?>, Boolean>> CONDITIONS =
      Map.of(
          "carrier = 'UA'", values -> "UA".equals(values.get("carrier")),
          "distance > 500", values -> values.get("distance") instanceof Integer far && far > 500,
          "tenant is null", values -> values.get("tenant") == null);

  @Property(tries = 1000)
  void aDeciderGivesTheBitsOfThePlainRecursion(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Component> known = new HashMap<>();
    MODELS.forEach((id, model) -> known.put(id, new Component.OfModel(model)));
    List<String> ids = new ArrayList<>(List.of("model-a", "model-b", "model-c"));
    for (int i = 0; i < random.nextInt(3); i++) {
      String id = "meta-" + i;
      known.put(id, new Component.OfMetaModel(document(id, node(random, ids, 3))));
      ids.add(id);
    }
    MetaModel document = document("meta", node(random, ids, 4));
    Decider decider = Decider.load(document, id -> Optional.ofNullable(known.get(id)));
    for (int i = 0; i < 5; i++) {
      Map<String, @Nullable Object> values = values(random, decider);
      double expected = plain(document.score(), known, values);
      if (Double.isNaN(expected)) {
        assertThatThrownBy(() -> decider.decide(values)).isInstanceOf(InvalidInputException.class);
      } else {
        assertThat(decider.decide(values).score()).isEqualTo(expected);
      }
    }
    assertThat(MetaModel.parse(document.toJson())).isEqualTo(document);
  }

  private static MetaModel document(String id, ScoreNode score) {
    return new MetaModel(
        MetaModel.FORMAT,
        id,
        Map.of("tenant", "string", "carrier", "string", "distance", "double"),
        List.of(),
        score,
        List.of(),
        List.of());
  }

  private static ScoreNode node(Random random, List<String> ids, int levels) {
    if (levels == 0 || random.nextInt(5) == 0) {
      return random.nextInt(4) == 0
          ? new ScoreNode.Constant(random.nextInt(5) / 4.0)
          : new ScoreNode.Model(ids.get(random.nextInt(ids.size())));
    }
    ScoreNode first = node(random, ids, levels - 1);
    ScoreNode second = node(random, ids, levels - 1);
    return switch (random.nextInt(5)) {
      case 0 ->
          new ScoreNode.Dispatch(List.of(new ScoreNode.Case(condition(random), first)), second);
      case 1 ->
          new ScoreNode.Weighted(
              List.of(new ScoreNode.Part(0.3, first), new ScoreNode.Part(0.7, second)));
      case 2 ->
          new ScoreNode.Logistic(
              random.nextGaussian(),
              List.of(
                  new ScoreNode.Part(random.nextGaussian(), first),
                  new ScoreNode.Part(random.nextGaussian(), second)));
      case 3 -> new ScoreNode.Calibrated(first, calibration(random));
      default -> new ScoreNode.Fallback(first, second);
    };
  }

  private static String condition(Random random) {
    List<String> conditions = CONDITIONS.keySet().stream().sorted().toList();
    return conditions.get(random.nextInt(conditions.size()));
  }

  private static ScoreNode.Calibration calibration(Random random) {
    return random.nextBoolean()
        ? new ScoreNode.Calibration.Platt(random.nextGaussian(), random.nextGaussian())
        : new ScoreNode.Calibration.Isotonic(
            List.of(new ScoreNode.Point(0.25, 0.1), new ScoreNode.Point(0.75, 0.9)));
  }

  private static Map<String, @Nullable Object> values(Random random, Decider decider) {
    Map<String, @Nullable Object> values = new HashMap<>();
    if (random.nextInt(4) > 0) {
      values.put("carrier", random.nextBoolean() ? "UA" : "AA");
    }
    if (random.nextBoolean()) {
      values.put("distance", random.nextInt(1000));
    }
    if (random.nextBoolean()) {
      values.put("tenant", "acme");
    }
    values.keySet().retainAll(decider.names());
    return values;
  }

  private static double plain(
      ScoreNode node, Map<String, Component> known, Map<String, @Nullable Object> values) {
    return switch (node) {
      case ScoreNode.Model model ->
          switch (known.get(model.modelId())) {
            case Component.OfMetaModel(MetaModel other) -> plain(other.score(), known, values);
            case Component.OfModel(ScoringModel asked) -> asked(asked, values);
            case null -> Double.NaN;
          };
      case ScoreNode.Constant constant -> constant.probability();
      case ScoreNode.Dispatch dispatch -> {
        boolean first =
            Boolean.TRUE.equals(
                CONDITIONS
                    .getOrDefault(dispatch.cases().getFirst().when(), _ -> false)
                    .apply(values));
        yield plain(
            first ? dispatch.cases().getFirst().score() : dispatch.otherwise(), known, values);
      }
      case ScoreNode.Weighted weighted -> {
        double sum = 0;
        for (ScoreNode.Part part : weighted.parts()) {
          sum += part.weight() * plain(part.score(), known, values);
        }
        yield Math.min(sum, 1);
      }
      case ScoreNode.Logistic logistic -> {
        double sum = logistic.intercept();
        for (ScoreNode.Part part : logistic.parts()) {
          sum += part.weight() * Calibrating.logOdds(plain(part.score(), known, values));
        }
        yield Calibrating.logistic(sum);
      }
      case ScoreNode.Calibrated calibrated ->
          Calibrating.apply(calibrated.calibration(), plain(calibrated.score(), known, values));
      case ScoreNode.Fallback fallback -> {
        double score = plain(fallback.score(), known, values);
        yield Double.isNaN(score) ? plain(fallback.otherwise(), known, values) : score;
      }
    };
  }

  private static double asked(ScoringModel model, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> own = new HashMap<>(values);
    own.keySet().retainAll(model.schema().names());
    try {
      return model.score(own).probability();
    } catch (InvalidInputException refused) {
      return Double.NaN;
    }
  }
}
