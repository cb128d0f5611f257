/// What the whole build must hold to: start at [DependencyTableTest].
@NullMarked
package roundhouse.architecture;

import org.jspecify.annotations.NullMarked;
