/// The scorer's kernel beside its peers. Start at [KernelBenchmark]; `run` beside this module's
/// `pom.xml` runs all.
@NullMarked
package roundhouse.scoring.benchmarks;

import org.jspecify.annotations.NullMarked;
