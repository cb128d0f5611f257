package roundhouse.featureengine.conformance;

import java.util.List;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;

/// Which plans every backend can compute so far: the language is ahead of the compiler and of the
/// Parquet columns. To be deleted with its last `false`.
final class Built {
  private Built() {}

  static boolean isBuilt(Case each) {
    return isBuilt(Cases.plan("probe", List.of(each)));
  }

  static boolean isBuilt(Plan plan) {
    try {
      Program program = Program.of(plan);
      ValuePool pool = new ValuePool();
      program.newAskMapper(pool);
      program.entities().forEach(kind -> program.newFold(kind.index(), pool));
      IntStream.range(0, plan.streams().size()).forEach(i -> program.newEventMapper(i, pool));
      plan.columns().forEach(column -> ColumnType.of(column.type()));
      plan.labelColumns().forEach(column -> ColumnType.of(column.type()));
      plan.askStream().fields().stream().map(FieldSchema::type).forEach(ColumnType::of);
      plan.streams().stream()
          .flatMap(stream -> stream.fields().stream())
          .map(FieldSchema::type)
          .forEach(ColumnType::of);
      return true;
    } catch (UnsupportedOperationException notYet) {
      return false;
    }
  }
}
