/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.batch.parquet;

import org.jspecify.annotations.NullMarked;
