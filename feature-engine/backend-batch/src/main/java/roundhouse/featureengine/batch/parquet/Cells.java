package roundhouse.featureengine.batch.parquet;

import java.math.BigDecimal;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;

/// Moves values of any column type between rows.
final class Cells {
  private Cells() {}

  /// Puts a value that is not null into the column of the same number and type.
  static void copy(ColumnType type, Row from, int column, RowSink to) {
    switch (type) {
      case ColumnType.Simple.BOOLEAN -> to.putBoolean(column, from.booleanAt(column));
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT ->
          to.putLong(column, from.longAt(column));
      case ColumnType.Decimal _ -> to.putLong(column, from.longAt(column));
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
          to.putDouble(column, from.doubleAt(column));
      case ColumnType.Simple.TEXT -> to.putString(column, from.stringAt(column));
      case ColumnType.ListOf _ -> to.putList(column, from.listAt(column));
    }
  }

  /// A boxed value as messages show it.
  static String text(ColumnType type, Object value) {
    return switch (type) {
      case ColumnType.Decimal(int _, int scale) ->
          BigDecimal.valueOf((Long) value, scale).toPlainString();
      case ColumnType.Simple _, ColumnType.ListOf _ -> "'" + value + "'";
    };
  }

  /// A value that is not null, boxed: Boolean, Long (also for instants and decimals), Double (also
  /// for floats), String or ListValue.
  static Object boxed(ColumnType type, Row row, int column) {
    return switch (type) {
      case ColumnType.Simple.BOOLEAN -> row.booleanAt(column);
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> row.longAt(column);
      case ColumnType.Decimal _ -> row.longAt(column);
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE -> row.doubleAt(column);
      case ColumnType.Simple.TEXT -> row.stringAt(column);
      case ColumnType.ListOf _ -> row.listAt(column);
    };
  }
}
