/// Tests of the package of this name.
@NullMarked
package roundhouse.workers.cli.features;

import org.jspecify.annotations.NullMarked;
