/// The process of the feature service.
@NullMarked
package roundhouse.workers.features;

import org.jspecify.annotations.NullMarked;
