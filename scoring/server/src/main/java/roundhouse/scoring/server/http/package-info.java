/// The routes. Start at [Routes].
@NullMarked
package roundhouse.scoring.server.http;

import org.jspecify.annotations.NullMarked;
