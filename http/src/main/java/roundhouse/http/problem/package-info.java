/// Refusals as problem details (RFC 9457). Start at [Problems].
@NullMarked
package roundhouse.http.problem;

import org.jspecify.annotations.NullMarked;
