package roundhouse.featureengine.stream.intake;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import roundhouse.featureengine.kernel.Admission;

/// How many records this process has read, by what became of them. For any number of threads.
public final class IntakeCounts {
  private final Map<Admission, LongAdder> admissions = new EnumMap<>(Admission.class);
  private final LongAdder poisoned = new LongAdder();

  public IntakeCounts() {
    for (Admission admission : Admission.values()) {
      admissions.put(admission, new LongAdder());
    }
  }

  void count(Admission admission) {
    adder(admission).increment();
  }

  void countPoisoned() {
    poisoned.increment();
  }

  public long of(Admission admission) {
    return adder(admission).sum();
  }

  public long poisoned() {
    return poisoned.sum();
  }

  private LongAdder adder(Admission admission) {
    LongAdder adder = admissions.get(admission);
    if (adder == null) {
      throw new IllegalStateException("All admissions have one: " + admission);
    }
    return adder;
  }
}
