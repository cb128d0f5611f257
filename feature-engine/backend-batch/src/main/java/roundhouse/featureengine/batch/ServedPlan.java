package roundhouse.featureengine.batch;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;

/// A plan whose asks bring the features that they were served: what is left to compute are the
/// labels.
final class ServedPlan {
  private final Plan original;
  private final Plan plan;
  private final int[] places;

  private ServedPlan(Plan original, Plan plan, int[] places) {
    this.original = original;
    this.plan = plan;
    this.places = places;
  }

  /// @param askStream the stream that the asks are found under, no other of the plan's
  static ServedPlan of(Plan original, String askStream) {
    StreamSchema asked = original.askStream();
    List<FieldSchema> fields = new ArrayList<>(asked.fields());
    List<Feature> features = new ArrayList<>();
    List<Column> columns = original.columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      FieldSchema field =
          new FieldSchema("served" + i + "_" + column.name(), column.type(), column.nullability());
      fields.add(field);
      features.add(new Feature(column.name(), new Expression.Field(field.name())));
    }
    StreamSchema asks =
        new StreamSchema(
            askStream, fields, asked.id(), asked.eventTime(), asked.knownAt(), asked.lateness());
    Plan plan =
        Plan.of(
            original.name(),
            original.version(),
            asks,
            original.streams(),
            original.lag(),
            features,
            original.labels());
    return new ServedPlan(
        original,
        plan,
        plan.askStream().fieldNames().stream()
            .mapToInt(name -> fields.stream().map(FieldSchema::name).toList().indexOf(name))
            .toArray());
  }

  Plan original() {
    return original;
  }

  Plan plan() {
    return plan;
  }

  /// An ask of this plan.
  Row row(Row ask, Row features) {
    return new ServedRow(ask, features);
  }

  private final class ServedRow implements Row {
    private final Row ask;
    private final Row features;
    private final int asked = original.askStream().fields().size();

    ServedRow(Row ask, Row features) {
      this.ask = ask;
      this.features = features;
    }

    private Row of(int field) {
      return places[field] < asked ? ask : features;
    }

    private int place(int field) {
      return places[field] < asked ? places[field] : places[field] - asked;
    }

    @Override
    public boolean isNull(int field) {
      return of(field).isNull(place(field));
    }

    @Override
    public boolean booleanAt(int field) {
      return of(field).booleanAt(place(field));
    }

    @Override
    public long longAt(int field) {
      return of(field).longAt(place(field));
    }

    @Override
    public double doubleAt(int field) {
      return of(field).doubleAt(place(field));
    }

    @Override
    public String stringAt(int field) {
      return of(field).stringAt(place(field));
    }

    @Override
    public ListValue listAt(int field) {
      return of(field).listAt(place(field));
    }
  }
}
