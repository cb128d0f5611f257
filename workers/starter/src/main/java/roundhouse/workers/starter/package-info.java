/// Roundhouse in a Spring Boot application: [RoundhouseAutoConfiguration] makes a worker of every
/// plugin on the class path, and [WorkersLifecycle] starts and stops them.
@NullMarked
package roundhouse.workers.starter;

import org.jspecify.annotations.NullMarked;
