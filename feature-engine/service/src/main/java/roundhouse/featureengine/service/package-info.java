/// The features of an ask over HTTP, and the archiver of topics.
@NullMarked
package roundhouse.featureengine.service;

import org.jspecify.annotations.NullMarked;
