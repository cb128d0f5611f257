package roundhouse.featureengine.batch.source;

import java.util.Comparator;
import java.util.List;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// A stream's fields as columns, and the order of its events: by knownAt, then by id, numbers as
/// numbers and text as its UTF-8 bytes.
final class EventOrder implements Comparator<Row> {
  private final int id;
  private final int knownAt;
  private final boolean idIsText;

  EventOrder(StreamSchema schema) {
    id = schema.indexOf(schema.id());
    knownAt = schema.indexOf(schema.knownAt());
    idIsText = schema.fields().get(id).type().equals(ValueType.STRING);
  }

  static List<Column> columns(StreamSchema schema) {
    return schema.fields().stream().map(field -> ViewColumn.of(field).column()).toList();
  }

  @Override
  public int compare(Row left, Row right) {
    int byTime = Long.compare(left.longAt(knownAt), right.longAt(knownAt));
    return byTime != 0 ? byTime : compareIds(left, right);
  }

  private int compareIds(Row left, Row right) {
    return idIsText
        ? compareUtf8(left.stringAt(id), right.stringAt(id))
        : Long.compare(left.longAt(id), right.longAt(id));
  }

  long knownAt(Row row) {
    return row.longAt(knownAt);
  }

  Object id(RowBuffer row) {
    return idIsText ? row.stringAt(id) : row.longAt(id);
  }

  /// UTF-16 sorts characters beyond U+FFFF before some below it; UTF-8 does not. Ordering
  /// surrogates last among code units makes up for it.
  static int compareUtf8(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogateA = Character.isSurrogate(a);
        boolean surrogateB = Character.isSurrogate(b);
        return surrogateA == surrogateB ? Character.compare(a, b) : surrogateA ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
