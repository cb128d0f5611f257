package roundhouse.featureengine.spark;

import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;

/// Where the object store is, for the driver and every executor. Credentials are what each one's
/// environment says, and do not travel.
///
/// @param location a folder that all machines share, or `s3://bucket/prefix`
/// @param s3Endpoint of a server other than Amazon's, or null
/// @param s3Region null means the environment's
public record StoreAddress(String location, @Nullable String s3Endpoint, @Nullable String s3Region)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /// A store that needs no options.
  public static StoreAddress of(String location) {
    return new StoreAddress(location, null, null);
  }

  ObjectStore open() {
    URI endpoint = s3Endpoint == null ? null : URI.create(s3Endpoint);
    return ObjectStores.open(location, new S3Options(endpoint, s3Region, null));
  }
}
