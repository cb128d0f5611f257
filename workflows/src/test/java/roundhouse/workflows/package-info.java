/// Tests of the workflows with fake activities: by facts, and by recorded histories.
@NullMarked
package roundhouse.workflows;

import org.jspecify.annotations.NullMarked;
