package roundhouse.activities.training.inputs;

import java.util.List;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.SchemaFitter;

/// Dataset rows to the float32 rows of a model, by its input schema.
final class RowEncoder {
  private final InputSchema schema;
  private final ColumnType[] types;
  private final float[] encoded;

  RowEncoder(InputSchema schema, List<DatasetColumn> features) {
    this.schema = schema;
    this.types = features.stream().map(DatasetColumn::type).toArray(ColumnType[]::new);
    this.encoded = new float[types.length];
  }

  /// A fitter with an input for each feature.
  static SchemaFitter fitter(List<DatasetColumn> features) {
    SchemaFitter fitter = new SchemaFitter();
    for (DatasetColumn feature : features) {
      switch (feature.type()) {
        case ColumnType.Simple.BOOLEAN -> fitter.truth(feature.name());
        case ColumnType.Simple.LONG, ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
            fitter.number(feature.name());
        case ColumnType.Simple.TEXT -> fitter.category(feature.name());
        case ColumnType.Simple.INSTANT -> fitter.time(feature.name());
        case ColumnType.Decimal _ -> fitter.number(feature.name());
        case ColumnType.ListOf _ ->
            throw new IllegalArgumentException(
                "Feature '%s': is a list, which no model takes; choose the features without it"
                    .formatted(feature.name()));
      }
    }
    return fitter;
  }

  /// Encodes the features that start at a field of the row. The result is valid until the next
  /// call.
  float[] encode(Row row, int firstField) {
    for (int input = 0; input < types.length; input++) {
      int field = firstField + input;
      encoded[input] = row.isNull(field) ? schema.encodeMissing(input) : encode(row, field, input);
    }
    return encoded;
  }

  private float encode(Row row, int field, int input) {
    return switch (types[input]) {
      case ColumnType.Simple.BOOLEAN -> schema.encode(input, row.booleanAt(field));
      case ColumnType.Simple.LONG -> schema.encode(input, row.longAt(field));
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
          schema.encode(input, row.doubleAt(field));
      case ColumnType.Simple.TEXT -> schema.encode(input, row.stringAt(field));
      case ColumnType.Decimal decimal -> schema.encode(input, decimal.doubleOf(row.longAt(field)));
      case ColumnType.ListOf _ ->
          throw new IllegalStateException(
              "Input %d is a list, which no model takes".formatted(input));
      case ColumnType.Simple.INSTANT -> schema.encode(input, Micros.instant(row.longAt(field)));
    };
  }
}
