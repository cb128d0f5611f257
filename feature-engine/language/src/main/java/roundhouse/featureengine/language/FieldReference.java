package roundhouse.featureengine.language;

import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A component of a stream's record, named by its accessor: `FlightDeparted::depDelay`. A component
/// that does not exist, or is of another type, does not compile. It must be a method reference; a
/// lambda has no name to read.
@FunctionalInterface
public interface FieldReference<R, T extends @Nullable Object>
    extends Function<R, T>, Serializable {}
