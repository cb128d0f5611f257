package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.ObjectStore;

/// A scenario as an event source in a store, and a dataset as answers.
final class StoredScenario {
  private StoredScenario() {}

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
