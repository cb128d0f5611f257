/// Tests of the flights example.
@NullMarked
package roundhouse.examples.flights;

import org.jspecify.annotations.NullMarked;
