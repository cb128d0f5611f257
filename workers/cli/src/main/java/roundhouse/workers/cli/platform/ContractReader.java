package roundhouse.workers.cli.platform;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.runtime.Payloads;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads a tag's contract from JSON that a person wrote: every missing and unknown field and every
/// value out of range is a problem, told to the [Inputs].
public final class ContractReader {
  private static final Set<String> METRICS = Set.of("auc", "log-loss");

  private final Inputs inputs;

  public ContractReader(Inputs inputs) {
    this.inputs = inputs;
  }

  /// The contract; null where it has a problem.
  public @Nullable TagContract read(String json) {
    JsonNode tree = parse(json);
    if (tree == null) {
      return null;
    }
    boolean whole = hasFields("Contract", tree, TagContract.class);
    boolean wholeHoldOut = hasFields("Contract's holdOut", tree.path("holdOut"), HoldOut.class);
    return whole && wholeHoldOut ? checked(tree) : null;
  }

  private @Nullable JsonNode parse(String json) {
    try {
      JsonNode tree = Payloads.mapper().readTree(json);
      if (tree.isObject()) {
        return tree;
      }
      inputs.problem("Contract", tree.getNodeType().name(), "a JSON object", "write its fields");
    } catch (JacksonException malformed) {
      inputs.problem("Contract", firstLine(malformed), "JSON", "mend it there");
    }
    return null;
  }

  private boolean hasFields(String subject, JsonNode object, Class<? extends Record> type) {
    List<String> wanted =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    List<String> missing = wanted.stream().filter(field -> !object.hasNonNull(field)).toList();
    List<String> unknown =
        object.propertyNames().stream().filter(field -> !wanted.contains(field)).toList();
    missing.forEach(field -> inputs.problem(subject, field, "this field", "add it"));
    unknown.forEach(
        field ->
            inputs.problem(subject, field, "one of " + String.join(", ", wanted), "remove it"));
    return missing.isEmpty() && unknown.isEmpty();
  }

  private @Nullable TagContract checked(JsonNode tree) {
    try {
      TagContract contract = Payloads.mapper().treeToValue(tree, TagContract.class);
      checkRanges(contract);
      return contract;
    } catch (JacksonException malformed) {
      inputs.problem("Contract", firstLine(malformed), "values that fit", "mend that field");
      return null;
    }
  }

  private void checkRanges(TagContract contract) {
    if (!METRICS.contains(contract.primaryMetric())) {
      inputs.problem("primaryMetric", contract.primaryMetric(), "auc or log-loss", "pick one");
    }
    checkAtLeastZero("margin", contract.margin());
    checkAtLeastZero("maxLogLossIncrease", contract.maxLogLossIncrease());
    checkPositive("maturity", contract.maturity());
    checkPositive("approvalTimeout", contract.approvalTimeout());
  }

  private void checkAtLeastZero(String field, double value) {
    if (!(value >= 0)) {
      inputs.problem(field, Double.toString(value), "zero or more", "raise it");
    }
  }

  private void checkPositive(String field, Duration value) {
    if (!value.isPositive()) {
      inputs.problem(field, value.toString(), "more than zero", "write it as PT24H or P7D");
    }
  }

  private static String firstLine(JacksonException malformed) {
    return String.valueOf(malformed.getOriginalMessage()).lines().findFirst().orElse("");
  }
}
