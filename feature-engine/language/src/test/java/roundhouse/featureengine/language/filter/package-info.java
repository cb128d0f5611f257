/// Tests of filters. Start at [FilterTest].
@NullMarked
package roundhouse.featureengine.language.filter;

import org.jspecify.annotations.NullMarked;
