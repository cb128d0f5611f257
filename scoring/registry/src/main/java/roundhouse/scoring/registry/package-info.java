/// Models, tags, feature-set versions and decisions: a log on the object store. Start at
/// [Registry].
@NullMarked
package roundhouse.scoring.registry;

import org.jspecify.annotations.NullMarked;
