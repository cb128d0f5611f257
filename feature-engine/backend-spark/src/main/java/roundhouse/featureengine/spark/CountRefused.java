package roundhouse.featureengine.spark;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;

/// The number of a slice → how many of its events broke their stream's bounds on time. A pass of
/// its own over two columns: an accumulator would count a task that ran twice twice.
record CountRefused(PartitionJob job, List<Slice> slices) implements Function<Integer, Long> {
  private static final long serialVersionUID = 1;

  @Override
  public Long call(Integer number) {
    Slice slice = slices.get(number);
    Plan plan = job.program().plan();
    StreamSchema schema =
        slice.stream() == Slice.ASKS ? plan.askStream() : plan.streams().get(slice.stream());
    long lateness = schema.lateness().toNanos() / 1_000;
    long refused = 0;
    try (Rows rows =
        job.openSource()
            .read(schema.name(), List.of(schema.eventTime(), schema.knownAt()), slice.range())) {
      while (rows.next()) {
        Admission admission = Admission.ofTimes(rows.longAt(0), rows.longAt(1), lateness);
        refused += admission == Admission.ACCEPTED ? 0 : 1;
      }
    }
    return refused;
  }
}
