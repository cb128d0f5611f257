/// Tests of the configuration's keys and of the workers' start and stop.
@NullMarked
package roundhouse.workers.starter;

import org.jspecify.annotations.NullMarked;
