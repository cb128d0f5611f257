package roundhouse.featureengine.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;

/// What this backend needs of Spark, below what the operator sets as system properties `spark.*`.
public final class SparkSettings {
  private SparkSettings() {}

  /// Settings of a context.
  ///
  /// @param name what Spark's pages and logs call it
  public static SparkConf of(String name) {
    return new SparkConf()
        .setAppName(name)
        // Keys and values are bytes: Java's own serialisation would add a header to each.
        .set("spark.serializer", KryoSerializer.class.getName())
        .setIfMissing("spark.master", "local[*]")
        .setIfMissing("spark.ui.enabled", "false")
        .setIfMissing("spark.log.level", "WARN");
  }
}
