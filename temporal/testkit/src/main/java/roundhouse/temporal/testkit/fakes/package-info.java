/// Activities that do nothing but answer as real ones would, for tests of workflows and of what
/// calls them. Start at [FakePlatform], which holds one of each.
@NullMarked
package roundhouse.temporal.testkit.fakes;

import org.jspecify.annotations.NullMarked;
