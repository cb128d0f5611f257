/// Tests of the folds. The one that matters is [FoldsEqualInterpreterTest].
@NullMarked
package roundhouse.featureengine.language.program;

import org.jspecify.annotations.NullMarked;
