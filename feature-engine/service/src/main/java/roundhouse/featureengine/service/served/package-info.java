/// Proving that what was served is what the archive says. Start at [VerifyServed].
@NullMarked
package roundhouse.featureengine.service.served;

import org.jspecify.annotations.NullMarked;
