/// What a definition says, as sealed records: the one form between the language a person writes and
/// everything that reads it. Start at [Expression].
@NullMarked
package roundhouse.featureengine.language.ast;

import org.jspecify.annotations.NullMarked;
