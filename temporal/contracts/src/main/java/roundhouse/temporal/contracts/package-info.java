/// How Roundhouse's processes talk through Temporal: workflow and activity interfaces, the records
/// they exchange, failure types and task queues. Start at [RetrainModel], which joins the others.
///
/// Every record survives the SDK's default data converter; payloads carry references, never data.
@NullMarked
package roundhouse.temporal.contracts;

import org.jspecify.annotations.NullMarked;
