/// The features capability as a plugin: [FeaturesPlugin].
@NullMarked
package roundhouse.workers.plugins.features;

import org.jspecify.annotations.NullMarked;
