/// Tests of the functions, each against the JDK's or the plain reading.
@NullMarked
package roundhouse.featureengine.kernel.function;

import org.jspecify.annotations.NullMarked;
