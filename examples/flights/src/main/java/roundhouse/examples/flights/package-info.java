/// The example that everything runs on: flights from New York in 2013, and whether they arrive
/// late. Start at [LateArrival], the definition; [PublishFlights] brings it into a store.
@NullMarked
package roundhouse.examples.flights;

import org.jspecify.annotations.NullMarked;
