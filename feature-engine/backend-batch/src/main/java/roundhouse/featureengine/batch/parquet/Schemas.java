package roundhouse.featureengine.batch.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Columns to Parquet's message type and back.
final class Schemas {
  private Schemas() {}

  static MessageType message(List<Column> columns) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Column column : columns) {
      message.addField(field(column));
    }
    return message.named("row");
  }

  private static Type field(Column column) {
    var builder =
        Types.primitive(
            physical(column.type()),
            column.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED);
    return switch (column.type()) {
      case TEXT -> builder.as(stringType()).named(column.name());
      case INSTANT -> builder.as(timestampType(true, TimeUnit.MICROS)).named(column.name());
      case BOOLEAN, LONG, FLOAT, DOUBLE -> builder.named(column.name());
    };
  }

  private static PrimitiveTypeName physical(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
      case LONG, INSTANT -> PrimitiveTypeName.INT64;
      case FLOAT -> PrimitiveTypeName.FLOAT;
      case DOUBLE -> PrimitiveTypeName.DOUBLE;
      case TEXT -> PrimitiveTypeName.BINARY;
    };
  }

  static List<Column> columns(MessageType message) {
    return message.getFields().stream().map(Schemas::column).toList();
  }

  private static Column column(Type field) {
    ColumnType type = field.isPrimitive() ? type(field.asPrimitiveType()) : null;
    if (type == null || field.isRepetition(Type.Repetition.REPEATED)) {
      throw new UnsupportedTableException(
          "Column '%s': has Parquet type '%s'; expected boolean, int32, int64, float, double, string or timestamp(micros, UTC), not repeated; convert the column"
              .formatted(field.getName(), field));
    }
    return new Column(field.getName(), type, field.isRepetition(Type.Repetition.OPTIONAL));
  }

  private static @Nullable ColumnType type(PrimitiveType field) {
    LogicalTypeAnnotation meaning = field.getLogicalTypeAnnotation();
    return switch (field.getPrimitiveTypeName()) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case FLOAT -> meaning == null ? ColumnType.FLOAT : null;
      case DOUBLE -> ColumnType.DOUBLE;
      case INT32 -> isSignedInteger(meaning) ? ColumnType.LONG : null;
      case INT64 -> isSignedInteger(meaning) ? ColumnType.LONG : timestamp(meaning);
      case BINARY -> meaning instanceof StringLogicalTypeAnnotation ? ColumnType.TEXT : null;
      case INT96, FIXED_LEN_BYTE_ARRAY -> null;
    };
  }

  private static boolean isSignedInteger(@Nullable LogicalTypeAnnotation meaning) {
    return meaning == null || (meaning instanceof IntLogicalTypeAnnotation i && i.isSigned());
  }

  private static @Nullable ColumnType timestamp(@Nullable LogicalTypeAnnotation meaning) {
    return meaning instanceof TimestampLogicalTypeAnnotation t
            && t.isAdjustedToUTC()
            && t.getUnit() == TimeUnit.MICROS
        ? ColumnType.INSTANT
        : null;
  }
}
