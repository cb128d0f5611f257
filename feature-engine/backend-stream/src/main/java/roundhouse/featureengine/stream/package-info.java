/// The stream backend: a feature set version as a Kafka Streams application. [StreamApplication]
/// runs one and answers for the entities it holds; [AskReader] says which entities an ask is about
/// and makes its features of their answers, whichever instance gave them.
@NullMarked
package roundhouse.featureengine.stream;

import org.jspecify.annotations.NullMarked;
