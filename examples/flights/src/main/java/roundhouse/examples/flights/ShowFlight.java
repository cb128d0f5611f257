package roundhouse.examples.flights;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.json.JsonMapper;

/// Prints one flight's row of a dataset as the body that the scorer takes: `{"features": {…}}`.
///
/// `ShowFlight --store LOCATION --dataset ID --flight NUMBER`. Exits 2 with one message where there
/// is no such row.
public final class ShowFlight {
  private static final String USAGE =
      "usage: ShowFlight --store LOCATION --dataset ID --flight NUMBER";

  private ShowFlight() {}

  /// Runs the program.
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  /// Runs the program in this process and returns its exit status.
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length != 6
        || !arguments[0].equals("--store")
        || !arguments[2].equals("--dataset")
        || !arguments[4].equals("--flight")) {
      err.println(USAGE);
      return 2;
    }
    try (ObjectStore store = ObjectStores.open(arguments[1])) {
      Map<String, @Nullable Object> features =
          features(Dataset.open(store, arguments[3]), Long.parseLong(arguments[5]));
      out.println(JsonMapper.shared().writeValueAsString(Map.of("features", features)));
      return 0;
    } catch (RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 2;
    }
  }

  private static Map<String, @Nullable Object> features(Dataset dataset, long flight) {
    List<String> names = dataset.manifest().features();
    List<String> columns = new ArrayList<>(List.of(dataset.manifest().askId()));
    columns.addAll(names);
    try (Rows rows = dataset.read(columns)) {
      while (rows.next()) {
        if (rows.longAt(0) == flight) {
          return named(names, rows);
        }
      }
    }
    throw new IllegalArgumentException(
        "Flight '%d': not in dataset %s; expected the number of one of its %d rows"
            .formatted(flight, dataset.manifest().datasetId(), dataset.manifest().rows()));
  }

  private static Map<String, @Nullable Object> named(List<String> names, Rows row) {
    Map<String, @Nullable Object> features = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      features.put(names.get(i), row.valueAt(i + 1));
    }
    return features;
  }
}
