package roundhouse.featureengine.stream.intake;

import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;

/// The fields that a plan reads of a topic's events, in the plan's order.
final class SelectedRow implements Row {
  private static final Row NOTHING = ArrayRow.ofSize(0);

  private final int[] fields;
  private Row event = NOTHING;

  SelectedRow(StreamSchema topic, StreamSchema plan) {
    fields = plan.fields().stream().mapToInt(field -> topic.indexOf(field.name())).toArray();
  }

  SelectedRow of(Row next) {
    event = next;
    return this;
  }

  @Override
  public boolean isNull(int field) {
    return event.isNull(fields[field]);
  }

  @Override
  public boolean booleanAt(int field) {
    return event.booleanAt(fields[field]);
  }

  @Override
  public long longAt(int field) {
    return event.longAt(fields[field]);
  }

  @Override
  public double doubleAt(int field) {
    return event.doubleAt(fields[field]);
  }

  @Override
  public String stringAt(int field) {
    return event.stringAt(fields[field]);
  }

  @Override
  public ListValue listAt(int field) {
    return event.listAt(fields[field]);
  }
}
