/// For tests of what runs on Temporal: [DevServerExtension] lends the real server,
/// [TestEnvironments] the SDK's in-memory one, [Histories] records and replays runs.
@NullMarked
package roundhouse.temporal.testkit;

import org.jspecify.annotations.NullMarked;
