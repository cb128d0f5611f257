package roundhouse.featureengine.batch.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
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
  private static final int MOST_DECIMAL_BYTES = 16;
  private static final String EXPECTED =
      "boolean, int32, int64, float, double, string, decimal of at most 18 digits, timestamp of milliseconds or microseconds, or a list of these";

  private Schemas() {}

  /// The columns of a file.
  ///
  /// @param leaves those that can be read, in the file's order
  /// @param others what the rest are, by name
  record FileColumns(List<Leaf> leaves, Map<String, String> others) {}

  /// The root and the elements of each column, as the footer of a file has them.
  static List<SchemaElement> elements(List<Column> columns) {
    List<SchemaElement> elements = new ArrayList<>();
    elements.add(new SchemaElement("row").setNum_children(columns.size()));
    for (Column column : columns) {
      elements.addAll(elements(column));
    }
    return elements;
  }

  private static List<SchemaElement> elements(Column column) {
    FieldRepetitionType repetition =
        column.nullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
    if (!(column.type() instanceof ColumnType.ListOf(ColumnType element))) {
      return List.of(value(column.name(), column.type()).setRepetition_type(repetition));
    }
    SchemaElement list = new SchemaElement(column.name()).setRepetition_type(repetition);
    list.setNum_children(1).setConverted_type(ConvertedType.LIST);
    list.setLogicalType(LogicalType.LIST(new ListType()));
    SchemaElement repeated = new SchemaElement("list").setNum_children(1);
    repeated.setRepetition_type(FieldRepetitionType.REPEATED);
    return List.of(
        list, repeated, value("element", element).setRepetition_type(FieldRepetitionType.OPTIONAL));
  }

  /// Names from the root to the values of a column.
  static List<String> path(Column column) {
    return column.type() instanceof ColumnType.ListOf
        ? List.of(column.name(), "list", "element")
        : List.of(column.name());
  }

  private static SchemaElement value(String name, ColumnType type) {
    SchemaElement element = new SchemaElement(name).setType(physical(type));
    switch (type) {
      case ColumnType.Simple.TEXT -> {
        element.setLogicalType(LogicalType.STRING(new StringType()));
        element.setConverted_type(ConvertedType.UTF8);
      }
      case ColumnType.Simple.INSTANT -> {
        TimeUnit micros = TimeUnit.MICROS(new MicroSeconds());
        element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, micros)));
        element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
      }
      case ColumnType.Decimal(int precision, int scale) -> {
        element.setLogicalType(LogicalType.DECIMAL(new DecimalType(scale, precision)));
        element.setConverted_type(ConvertedType.DECIMAL);
        element.setPrecision(precision).setScale(scale);
      }
      case ColumnType.Simple _, ColumnType.ListOf _ -> {}
    }
    return element;
  }

  /// How values, or a list's elements, are stored.
  static Type physical(ColumnType type) {
    return switch (type) {
      case ColumnType.Simple.BOOLEAN -> Type.BOOLEAN;
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> Type.INT64;
      case ColumnType.Decimal _ -> Type.INT64;
      case ColumnType.Simple.FLOAT -> Type.FLOAT;
      case ColumnType.Simple.DOUBLE -> Type.DOUBLE;
      case ColumnType.Simple.TEXT -> Type.BYTE_ARRAY;
      case ColumnType.ListOf(ColumnType element) -> physical(element);
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
      Leaf leaf = leaf(schema.subList(i, next), chunk);
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

  private static @Nullable Leaf leaf(List<SchemaElement> field, int chunk) {
    SchemaElement outer = field.getFirst();
    SchemaElement value = field.getLast();
    boolean isList = field.size() == 3 && isList(outer, field.get(1));
    ColumnType type = value.isSetType() && (isList || field.size() == 1) ? type(value) : null;
    if (type == null || isRepeated(outer) || isRepeated(value)) {
      return null;
    }
    boolean nullable = isOptional(outer);
    return new Leaf(
        new Column(outer.getName(), isList ? new ColumnType.ListOf(type) : type, nullable),
        chunk,
        value.getType(),
        value.getType_length(),
        isMillis(value) ? 1000 : 1,
        isList ? Leaf.Levels.ofList(nullable, isOptional(value)) : Leaf.Levels.ofFlat(nullable));
  }

  private static boolean isList(SchemaElement outer, SchemaElement middle) {
    return (outer.getConverted_type() == ConvertedType.LIST
            || (outer.isSetLogicalType() && outer.getLogicalType().isSetLIST()))
        && outer.getNum_children() == 1
        && middle.getNum_children() == 1
        && isRepeated(middle);
  }

  private static boolean isRepeated(SchemaElement field) {
    return field.getRepetition_type() == FieldRepetitionType.REPEATED;
  }

  private static boolean isOptional(SchemaElement field) {
    return field.getRepetition_type() == FieldRepetitionType.OPTIONAL;
  }

  private static @Nullable ColumnType type(SchemaElement field) {
    if (isDecimal(field)) {
      return decimal(field);
    }
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

  private static boolean isDecimal(SchemaElement field) {
    return field.getConverted_type() == ConvertedType.DECIMAL
        || (field.isSetLogicalType() && field.getLogicalType().isSetDECIMAL());
  }

  private static @Nullable ColumnType decimal(SchemaElement field) {
    boolean isSet = field.isSetLogicalType() && field.getLogicalType().isSetDECIMAL();
    int precision =
        isSet ? field.getLogicalType().getDECIMAL().getPrecision() : field.getPrecision();
    int scale = isSet ? field.getLogicalType().getDECIMAL().getScale() : field.getScale();
    boolean isReadable =
        switch (field.getType()) {
          case INT32, INT64 -> true;
          case FIXED_LEN_BYTE_ARRAY ->
              field.getType_length() > 0 && field.getType_length() <= MOST_DECIMAL_BYTES;
          case BOOLEAN, INT96, FLOAT, DOUBLE, BYTE_ARRAY -> false;
        };
    return isReadable
            && precision >= 1
            && precision <= ColumnType.Decimal.MOST_DIGITS
            && scale >= 0
            && scale <= precision
        ? new ColumnType.Decimal(precision, scale)
        : null;
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
