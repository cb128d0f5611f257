/// What the tests of this module share.
@NullMarked
package roundhouse.featureengine.service;

import org.jspecify.annotations.NullMarked;
