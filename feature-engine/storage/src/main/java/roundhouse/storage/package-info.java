/// Write-once objects on local disk and S3. Start at [ObjectStore].
@NullMarked
package roundhouse.storage;

import org.jspecify.annotations.NullMarked;
