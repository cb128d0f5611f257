package roundhouse.activities.training.jvm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import roundhouse.temporal.contracts.Problem;

/// The custom parameters that `jvm:xgboost` takes, all of them numbers, and their defaults.
///
/// @param rounds number of trees
/// @param others by XGBoost's names
record BoostingParameters(int rounds, Map<String, Double> others) {
  /// The most trees, as many as a scorer loads.
  private static final int MAX_ROUNDS = 100_000;

  private record Range(double least, double most, boolean isWhole) {
    boolean contains(double value) {
      return value >= least && value <= most && (!isWhole || value == Math.rint(value));
    }

    @Override
    public String toString() {
      return "a%s number from %s to %s"
          .formatted(isWhole ? " whole" : "", shown(least), shown(most));
    }

    private static String shown(double value) {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
  }

  private static final SortedMap<String, Range> RANGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("rounds", new Range(1, MAX_ROUNDS, true)),
              Map.entry("seed", new Range(0, Integer.MAX_VALUE, true)),
              Map.entry("eta", new Range(1e-6, 1, false)),
              Map.entry("max_depth", new Range(1, 64, true)),
              Map.entry("max_bin", new Range(2, 65_536, true)),
              Map.entry("min_child_weight", new Range(0, 1e9, false)),
              Map.entry("subsample", new Range(0.001, 1, false)),
              Map.entry("colsample_bytree", new Range(0.001, 1, false)),
              Map.entry("gamma", new Range(0, 1e9, false)),
              Map.entry("lambda", new Range(0, 1e9, false)),
              Map.entry("alpha", new Range(0, 1e9, false)),
              Map.entry("scale_pos_weight", new Range(1e-9, 1e9, false))));

  /// Everything that is wrong with custom parameters.
  static List<Problem> check(Map<String, Object> params) {
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(params)
        .forEach(
            (name, value) -> {
              Range range = RANGES.get(name);
              if (range == null) {
                problems.add(
                    new Problem(
                        "Custom parameter",
                        name,
                        "one of " + String.join(", ", RANGES.keySet()),
                        "leave it out"));
              } else if (!(value instanceof Number number)
                  || !range.contains(number.doubleValue())) {
                problems.add(
                    new Problem(
                        "Custom parameter '%s'".formatted(name),
                        String.valueOf(value),
                        range.toString(),
                        "change it, or leave it out"));
              }
            });
    return problems;
  }

  /// Of checked parameters; what is not said is 200 rounds at 0.1, of depth 6.
  static BoostingParameters of(Map<String, Object> params) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("eta", 0.1);
    values.put("max_depth", 6.0);
    params.forEach((name, value) -> values.put(name, ((Number) value).doubleValue()));
    Double rounds = values.remove("rounds");
    values.remove("seed");
    return new BoostingParameters(rounds == null ? 200 : rounds.intValue(), values);
  }

  /// As XGBoost takes them.
  Map<String, Object> toXgboost(long seed, int threads) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("objective", "binary:logistic");
    settings.put("tree_method", "hist");
    settings.put("seed", seed);
    settings.put("nthread", threads);
    others.forEach(
        (name, value) ->
            settings.put(
                name,
                RANGES.getOrDefault(name, new Range(0, 0, false)).isWhole()
                    ? (Object) value.longValue()
                    : value));
    return settings;
  }
}
