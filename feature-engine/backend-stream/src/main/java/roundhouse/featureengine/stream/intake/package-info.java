/// Events of a source topic on their way to entities: [IntakeProcessor] reads and judges them and
/// maps those that count; [IntakeStore] knows each source partition's running maximum of knownAt
/// and the ids that it has seen.
@NullMarked
package roundhouse.featureengine.stream.intake;

import org.jspecify.annotations.NullMarked;
