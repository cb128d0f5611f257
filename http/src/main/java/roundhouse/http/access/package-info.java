/// Who may call which route. Start at [AccessRules].
@NullMarked
package roundhouse.http.access;

import org.jspecify.annotations.NullMarked;
