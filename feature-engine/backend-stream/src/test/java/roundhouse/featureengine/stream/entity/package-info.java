@NullMarked
package roundhouse.featureengine.stream.entity;

import org.jspecify.annotations.NullMarked;
