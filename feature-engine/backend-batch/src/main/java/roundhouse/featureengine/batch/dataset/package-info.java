/// Immutable datasets: Hive-style Parquet with a manifest. Start at [Dataset].
@NullMarked
package roundhouse.featureengine.batch.dataset;

import org.jspecify.annotations.NullMarked;
