/// What every HTTP server of the platform has: who may call which route, refusals as problem
/// details, health and metrics. Start at [HttpServer].
@NullMarked
package roundhouse.http;

import org.jspecify.annotations.NullMarked;
