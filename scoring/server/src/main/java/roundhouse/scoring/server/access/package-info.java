/// Who may call which route. Start at [AccessRules].
@NullMarked
package roundhouse.scoring.server.access;

import org.jspecify.annotations.NullMarked;
