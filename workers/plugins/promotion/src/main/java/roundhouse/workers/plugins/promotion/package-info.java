/// The promotion capability as a plugin: [PromotionPlugin].
@NullMarked
package roundhouse.workers.plugins.promotion;

import org.jspecify.annotations.NullMarked;
