package roundhouse.featureengine.batch;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;

/// The columns of a plan's dataset: the ask's id under its own name, `askTime`, the features, the
/// labels.
public final class DatasetLayout {
  public static final String ASK_TIME = "askTime";
  public static final int ASK_ID_COLUMN = 0;
  public static final int ASK_TIME_COLUMN = 1;
  public static final int FIRST_FEATURE = 2;

  private DatasetLayout() {}

  public static List<DatasetColumn> of(Plan plan) {
    List<DatasetColumn> columns = new ArrayList<>();
    FieldSchema id = plan.askStream().find(plan.askStream().id()).orElseThrow();
    columns.add(
        new DatasetColumn(id.name(), ColumnType.of(id.type()), false, Role.ASK_ID, id.name()));
    columns.add(
        new DatasetColumn(
            ASK_TIME, ColumnType.INSTANT, false, Role.ASK_TIME, plan.askStream().knownAt()));
    addFeatures(plan, columns);
    plan.labelColumns().stream().map(label -> column(label, Role.LABEL)).forEach(columns::add);
    return List.copyOf(columns);
  }

  private static void addFeatures(Plan plan, List<DatasetColumn> columns) {
    List<Column> features = plan.columns();
    for (int i = 0; i < features.size(); i++) {
      DatasetColumn column = column(features.get(i), Role.FEATURE);
      columns.add(
          plan.features().get(i) instanceof Feature(_, Expression.Field(String field))
              ? column.ofAskField(field)
              : column);
    }
  }

  private static DatasetColumn column(Column column, Role role) {
    return new DatasetColumn(
        column.name(), ColumnType.of(column.type()), column.isNullable(), role, null);
  }
}
