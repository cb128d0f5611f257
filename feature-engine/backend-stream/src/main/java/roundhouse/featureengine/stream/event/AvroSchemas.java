package roundhouse.featureengine.stream.event;

import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;

/// Avro schemas of streams.
public final class AvroSchemas {
  private AvroSchemas() {}

  /// The schema, as JSON, that fits a stream exactly; a field that may be null is a union with
  /// null.
  public static String of(StreamSchema stream) {
    return Schema.createRecord(
            "Event",
            null,
            null,
            false,
            stream.fields().stream()
                .map(field -> new Schema.Field(field.name(), schema(field)))
                .toList())
        .toString();
  }

  /// The schema itself, or what a union with null may hold beside it.
  static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION || schema.getTypes().size() != 2) {
      return schema;
    }
    List<Schema> branches = schema.getTypes();
    return branches.get(nullBranch(schema) == 0 ? 1 : 0);
  }

  /// Where null is in a union, or -1.
  static int nullBranch(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return -1;
    }
    Integer index = schema.getIndexNamed("null");
    return index == null ? -1 : index;
  }

  private static Schema schema(FieldSchema field) {
    Schema schema = schema(field.type());
    return field.isNullable()
        ? Schema.createUnion(Schema.create(Schema.Type.NULL), schema)
        : schema;
  }

  private static Schema schema(ValueType type) {
    return switch (type) {
      case Simple.BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case Simple.LONG -> Schema.create(Schema.Type.LONG);
      case Simple.DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case Simple.STRING -> Schema.create(Schema.Type.STRING);
      case Enumeration _ -> Schema.create(Schema.Type.STRING);
      case Simple.INSTANT ->
          LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case Decimal decimal ->
          LogicalTypes.decimal(decimal.precision(), decimal.scale())
              .addToSchema(Schema.create(Schema.Type.BYTES));
      case ListOf list ->
          Schema.createArray(
              Schema.createUnion(Schema.create(Schema.Type.NULL), schema(list.element())));
    };
  }
}
