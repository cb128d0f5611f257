/// The Spark backend: the batch backend's rows where one machine is too small. Start at
/// [SparkEngine]; [SparkProgram] is the process.
@NullMarked
package roundhouse.featureengine.spark;

import org.jspecify.annotations.NullMarked;
