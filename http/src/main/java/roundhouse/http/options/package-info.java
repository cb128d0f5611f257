/// A process's configuration, refused with all of its problems at once. Start at [OptionsCheck].
@NullMarked
package roundhouse.http.options;

import org.jspecify.annotations.NullMarked;
