@NullMarked
package roundhouse.scoring.server.http;

import org.jspecify.annotations.NullMarked;
