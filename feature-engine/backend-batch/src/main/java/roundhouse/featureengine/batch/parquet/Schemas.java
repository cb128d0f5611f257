package roundhouse.featureengine.batch.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/// Columns to Parquet's schema and back.
final class Schemas {
  private static final String EXPECTED =
      "boolean, int32, int64, float, double, string or timestamp of milliseconds or microseconds, not repeated";

  private Schemas() {}

  /// The columns of a file.
  ///
  /// @param leaves those that can be read, in the file's order
  /// @param others what the rest are, by name
  record FileColumns(List<Leaf> leaves, Map<String, String> others) {}

  /// The root and one element a column, as the footer of a file has them.
  static List<SchemaElement> elements(List<Column> columns) {
    List<SchemaElement> elements = new ArrayList<>();
    elements.add(new SchemaElement("row").setNum_children(columns.size()));
    for (Column column : columns) {
      elements.add(element(column));
    }
    return elements;
  }

  private static SchemaElement element(Column column) {
    SchemaElement element = new SchemaElement(column.name()).setType(physical(column.type()));
    element.setRepetition_type(
        column.nullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
    switch (column.type()) {
      case TEXT -> {
        element.setLogicalType(LogicalType.STRING(new StringType()));
        element.setConverted_type(ConvertedType.UTF8);
      }
      case INSTANT -> {
        TimeUnit micros = TimeUnit.MICROS(new MicroSeconds());
        element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, micros)));
        element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
      }
      case BOOLEAN, LONG, FLOAT, DOUBLE -> {}
    }
    return element;
  }

  static Type physical(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> Type.BOOLEAN;
      case LONG, INSTANT -> Type.INT64;
      case FLOAT -> Type.FLOAT;
      case DOUBLE -> Type.DOUBLE;
      case TEXT -> Type.BYTE_ARRAY;
    };
  }

  /// The columns that a footer's schema describes.
  static FileColumns columns(List<SchemaElement> schema) {
    List<Leaf> leaves = new ArrayList<>();
    Map<String, String> others = new TreeMap<>();
    int chunk = 0;
    for (int i = 1; i < schema.size(); ) {
      SchemaElement field = schema.get(i);
      int next = end(schema, i);
      int chunks = chunks(schema, i, next);
      Leaf leaf = chunks == 1 && next == i + 1 ? leaf(field, chunk) : null;
      if (leaf == null) {
        others.put(field.getName(), describe(field));
      } else {
        leaves.add(leaf);
      }
      chunk += chunks;
      i = next;
    }
    return new FileColumns(List.copyOf(leaves), others);
  }

  /// Where the element after `start` and everything below it is.
  private static int end(List<SchemaElement> schema, int start) {
    int next = start + 1;
    for (long open = schema.get(start).getNum_children(); open > 0; open--) {
      if (next >= schema.size()) {
        throw new MalformedTable("the schema ends before its last group does");
      }
      open += schema.get(next++).getNum_children();
    }
    return next;
  }

  private static int chunks(List<SchemaElement> schema, int from, int to) {
    return (int) schema.subList(from, to).stream().filter(SchemaElement::isSetType).count();
  }

  private static @Nullable Leaf leaf(SchemaElement field, int chunk) {
    ColumnType type = type(field);
    if (type == null || field.getRepetition_type() == FieldRepetitionType.REPEATED) {
      return null;
    }
    boolean nullable = field.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    return new Leaf(
        new Column(field.getName(), type, nullable),
        chunk,
        field.getType(),
        field.getType_length(),
        isMillis(field) ? 1000 : 1);
  }

  private static @Nullable ColumnType type(SchemaElement field) {
    return switch (field.getType()) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case FLOAT -> isPlain(field) ? ColumnType.FLOAT : null;
      case DOUBLE -> isPlain(field) ? ColumnType.DOUBLE : null;
      case INT32 -> isSignedInteger(field) ? ColumnType.LONG : null;
      case INT64 -> isSignedInteger(field) ? ColumnType.LONG : timestamp(field);
      case BYTE_ARRAY -> isText(field) ? ColumnType.TEXT : null;
      case INT96, FIXED_LEN_BYTE_ARRAY -> null;
    };
  }

  private static boolean isPlain(SchemaElement field) {
    return !field.isSetLogicalType() && !field.isSetConverted_type();
  }

  private static boolean isSignedInteger(SchemaElement field) {
    if (field.isSetLogicalType()) {
      return field.getLogicalType().isSetINTEGER()
          && field.getLogicalType().getINTEGER().isIsSigned();
    }
    if (!field.isSetConverted_type()) {
      return true;
    }
    return switch (field.getConverted_type()) {
      case INT_8, INT_16, INT_32, INT_64 -> true;
      default -> false;
    };
  }

  private static boolean isText(SchemaElement field) {
    return field.isSetLogicalType()
        ? field.getLogicalType().isSetSTRING() || field.getLogicalType().isSetENUM()
        : field.getConverted_type() == ConvertedType.UTF8
            || field.getConverted_type() == ConvertedType.ENUM;
  }

  private static @Nullable ColumnType timestamp(SchemaElement field) {
    if (field.isSetLogicalType()) {
      return field.getLogicalType().isSetTIMESTAMP()
              && !field.getLogicalType().getTIMESTAMP().getUnit().isSetNANOS()
          ? ColumnType.INSTANT
          : null;
    }
    return field.getConverted_type() == ConvertedType.TIMESTAMP_MICROS
            || field.getConverted_type() == ConvertedType.TIMESTAMP_MILLIS
        ? ColumnType.INSTANT
        : null;
  }

  private static boolean isMillis(SchemaElement field) {
    return field.isSetLogicalType()
        ? field.getLogicalType().isSetTIMESTAMP()
            && field.getLogicalType().getTIMESTAMP().getUnit().isSetMILLIS()
        : field.getConverted_type() == ConvertedType.TIMESTAMP_MILLIS;
  }

  private static String describe(SchemaElement field) {
    Object meaning =
        field.isSetLogicalType()
            ? field.getLogicalType().getSetField()
            : field.isSetConverted_type() ? field.getConverted_type() : "";
    return "has Parquet type '%s %s %s'; expected %s; convert the column"
        .formatted(
            field.isSetRepetition_type() ? field.getRepetition_type() : "",
            field.isSetType() ? field.getType() : "group",
            meaning,
            EXPECTED);
  }
}
