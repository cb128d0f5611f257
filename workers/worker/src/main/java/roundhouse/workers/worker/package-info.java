/// The worker process: [Worker], nothing but all plugins.
@NullMarked
package roundhouse.workers.worker;

import org.jspecify.annotations.NullMarked;
