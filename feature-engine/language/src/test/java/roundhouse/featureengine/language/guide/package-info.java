/// The examples of `docs/features.md`, compiled and run. The guide shows parts of these files;
/// [GuideTest] holds it to them.
@NullMarked
package roundhouse.featureengine.language.guide;

import org.jspecify.annotations.NullMarked;
