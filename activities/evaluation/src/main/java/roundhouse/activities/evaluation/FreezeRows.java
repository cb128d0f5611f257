package roundhouse.activities.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.scoring.evaluation.FrozenRows;
import roundhouse.temporal.contracts.Problem;

/// Reads the asks of a selection that count, with their labels and nothing else. One use.
final class FreezeRows {
  private final Dataset dataset;
  private final Selection selection;
  private final List<String> ids = new ArrayList<>();
  private final List<Boolean> labels = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private long asks;
  private long filteredOut;
  private long unmatured;
  private long unlabelled;

  FreezeRows(Dataset dataset, Selection selection) {
    this.dataset = dataset;
    this.selection = selection;
  }

  /// Throws [InvalidRequestException] where no ranking can be judged on what is left.
  HoldOut freeze() {
    AskFields fields = AskFields.of(dataset.manifest());
    List<String> columns = new ArrayList<>(fields.columnNames());
    int first = columns.size();
    columns.add(dataset.manifest().askId());
    columns.add(dataset.manifest().askTime());
    columns.add(selection.label());
    try (Rows rows =
        dataset.read(columns, InstantRange.between(selection.from(), selection.to()))) {
      while (rows.next()) {
        add(rows, first);
      }
    }
    requireBothClasses();
    return holdOut();
  }

  private void add(Rows rows, int first) {
    asks++;
    Instant time = Micros.instant(rows.longAt(first + 1));
    if (!selection.filter().accepts(rows)) {
      filteredOut++;
    } else if (time.plus(selection.maturity()).isAfter(selection.cutOff())) {
      unmatured++;
    } else if (rows.isNull(first + 2)) {
      unlabelled++;
    } else {
      ids.add(String.valueOf(rows.valueAt(first)));
      times.add(time);
      labels.add(rows.booleanAt(first + 2));
    }
  }

  private void requireBothClasses() {
    if (labels.contains(true) && labels.contains(false)) {
      return;
    }
    throw new InvalidRequestException(
        List.of(
            new Problem(
                "from, to, cutOff and askFilter",
                "%d asks, of which %d are filtered out, %d unmatured, %d unlabelled"
                    .formatted(asks, filteredOut, unmatured, unlabelled),
                "labelled asks of both classes, and %s"
                    .formatted(
                        labels.isEmpty() ? "none is left" : "all left are " + labels.getFirst()),
                "widen the range or the filter, or choose a later cut-off")));
  }

  private HoldOut holdOut() {
    boolean[] outcomes = new boolean[labels.size()];
    Map<String, Integer> places = new HashMap<>();
    for (int row = 0; row < outcomes.length; row++) {
      outcomes[row] = labels.get(row);
      places.put(ids.get(row), row);
    }
    return new HoldOut(
        FrozenRows.of(ids.toArray(String[]::new), outcomes, times.toArray(Instant[]::new)),
        places,
        times.getFirst(),
        times.getLast(),
        asks,
        filteredOut,
        unmatured,
        unlabelled);
  }
}
