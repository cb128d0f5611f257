/// The service over HTTP. Start at [FeatureRoutes].
@NullMarked
package roundhouse.featureengine.service.http;

import org.jspecify.annotations.NullMarked;
