package roundhouse.featureengine.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.SourceEvent;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ObjectStore;

/// What the batch backend makes of a log: an import, a backfill, and its rows read back.
final class BatchAnswers {
  private BatchAnswers() {}

  /// The features of asks, by the asks' ids.
  ///
  /// @param events of each of the plan's streams
  static Map<Object, ArrayRow> of(
      ObjectStore store, Plan plan, List<List<SourceEvent>> events, Collection<ArrayRow> asks) {
    EventSource source;
    try (EventImport into = EventImport.into(store, plan.name())) {
      importRows(into, plan.askStream(), asks);
      for (int i = 0; i < events.size(); i++) {
        importRows(
            into, plan.streams().get(i), events.get(i).stream().map(SourceEvent::row).toList());
      }
      source = into.commit();
    }
    return features(Backfill.of(store, plan, source, null, null).run(1));
  }

  private static void importRows(
      EventImport into, StreamSchema stream, Collection<? extends Row> rows) {
    into.importStream(stream, rows::forEach);
  }

  private static Map<Object, ArrayRow> features(Dataset dataset) {
    List<String> features = dataset.manifest().names(Role.FEATURE);
    Map<Object, ArrayRow> byId = new HashMap<>();
    try (Rows ids = dataset.read(List.of(dataset.manifest().askId()));
        Rows rows = dataset.read(features)) {
      while (ids.next() && rows.next()) {
        byId.put(
            Objects.requireNonNull(ids.valueAt(0)),
            ArrayRow.of(IntStream.range(0, features.size()).mapToObj(rows::valueAt).toArray()));
      }
    }
    return byId;
  }
}
