/// The workflows' code. [RetrainModelWorkflow] joins the others: backfill, train, evaluate, decide,
/// promote.
///
/// All of it is deterministic: a change that would make a running workflow do something else needs
/// a version marker, and fails in the replay of the recorded histories.
@NullMarked
package roundhouse.workflows;

import org.jspecify.annotations.NullMarked;
