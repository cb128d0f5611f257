package roundhouse.featureengine.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.ObjectStore;

/// A scenario as an event source in a store, and a dataset as answers.
final class StoredScenario {
  private static final long NEAR_MICROS = Micros.of(Duration.ofDays(30));

  private StoredScenario() {}

  /// Answers in the order of the scenarios, whose asks share datasets: one of those of a plan that
  /// lie near each other, and a whole one of the rest, for a dataset has a partition for every day
  /// or month between its asks.
  ///
  /// @param unit of the partitions
  /// @param backend gives the rows of a dataset by the asks' ids
  static List<Answers> answers(
      List<Scenario> scenarios,
      PartitionUnit unit,
      BiFunction<Scenario, PartitionUnit, Map<Object, ArrayRow>> backend) {
    return Together.grouped(
        scenarios,
        Scenario::plan,
        (plan, ofPlan) ->
            Together.grouped(
                ofPlan,
                scenario -> isNearStart(scenario) ? unit : PartitionUnit.WHOLE,
                (cut, some) ->
                    Together.merged(plan, some, scenario -> answers(scenario, cut, backend))));
  }

  private static Answers answers(
      Scenario scenario,
      PartitionUnit unit,
      BiFunction<Scenario, PartitionUnit, Map<Object, ArrayRow>> backend) {
    return new Answers(scenario.asks().isEmpty() ? Map.of() : backend.apply(scenario, unit));
  }

  /// Cases and drawn histories begin together, save a few cases in other years.
  private static boolean isNearStart(Scenario scenario) {
    return scenario.asks().stream()
        .mapToLong(ask -> ask.logged().longAt(scenario.plan().askStream().knownAt()))
        .allMatch(knownAt -> Math.abs(knownAt - Case.START) < NEAR_MICROS);
  }

  static EventSource importInto(ObjectStore store, Scenario scenario) {
    try (EventImport events = EventImport.into(store, "scenario")) {
      for (StreamSchema schema : scenario.schemas()) {
        events.importStream(
            schema,
            sink ->
                scenario.placed().stream()
                    .filter(placed -> placed.logged().stream().equals(schema.name()))
                    .forEachOrdered(placed -> sink.accept(placed.logged().row(schema))));
      }
      return events.commit();
    }
  }

  /// Features and labels by the ask's id.
  static Map<Object, ArrayRow> rows(Dataset dataset) {
    DatasetManifest manifest = dataset.manifest();
    List<String> columns = new ArrayList<>(List.of(manifest.askId()));
    columns.addAll(manifest.names(Role.FEATURE));
    columns.addAll(manifest.names(Role.LABEL));
    Map<Object, ArrayRow> byId = new HashMap<>();
    try (Rows rows = dataset.read(columns)) {
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[columns.size() - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.valueAt(1 + i);
        }
        byId.put(Objects.requireNonNull(rows.valueAt(0)), ArrayRow.of(values));
      }
    }
    return byId;
  }
}
