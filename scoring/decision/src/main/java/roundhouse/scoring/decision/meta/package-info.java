/// Models made of models: which model scores what, how scores combine, and what is decided. Start
/// at [MetaModel], which [Decider] evaluates.
@NullMarked
package roundhouse.scoring.decision.meta;

import org.jspecify.annotations.NullMarked;
