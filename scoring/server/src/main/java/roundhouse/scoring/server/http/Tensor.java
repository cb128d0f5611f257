package roundhouse.scoring.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One input of an inference request, row by row.
///
/// @param columns of each row; 1 for a tensor of one dimension
/// @param values as many as rows times columns: Boolean, Long, Double or String, null for missing
record Tensor(
    String name, Datatype datatype, int rows, int columns, List<@Nullable Object> values) {
  Tensor {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
