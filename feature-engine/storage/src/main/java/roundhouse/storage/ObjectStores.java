package roundhouse.storage;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the store that a location names.
public final class ObjectStores {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,62})(?:/(.*?))?/?");

  private ObjectStores() {}

  /// As [#open(String, S3Options)], with S3 reached as the environment says.
  public static ObjectStore open(String location) {
    return open(location, S3Options.fromEnvironment());
  }

  /// Opens a store at a folder (`path` or `file:/path`, created where it is missing) or in S3
  /// (`s3://bucket/prefix`, not asked before the first call). Throws [IllegalArgumentException] for
  /// a location that is none of these, [StoreUnavailableException] for a folder that cannot be one.
  public static ObjectStore open(String location, S3Options options) {
    Matcher scheme = SCHEME.matcher(location);
    return switch (scheme.matches() ? scheme.group(1) : "") {
      case "" -> onDisk(path(location));
      case "file" -> onDisk(pathOfUri(location));
      case "s3" -> inS3(location, options);
      default -> throw malformed(location);
    };
  }

  /// Opens a store at a folder, created where it is missing.
  public static ObjectStore onDisk(Path folder) {
    return LocalDiskStore.open(folder);
  }

  private static ObjectStore inS3(String location, S3Options options) {
    Matcher parts = S3.matcher(location);
    if (!parts.matches()) {
      throw malformed(location);
    }
    String prefix = parts.group(2);
    if (prefix == null || prefix.isEmpty()) {
      return S3Store.open(parts.group(1), "", options);
    }
    return S3Store.open(parts.group(1), ObjectKey.of(prefix).value() + "/", options);
  }

  private static Path path(String location) {
    if (location.isBlank()) {
      throw malformed(location);
    }
    try {
      return Path.of(location);
    } catch (InvalidPathException invalid) {
      throw malformed(location);
    }
  }

  private static Path pathOfUri(String location) {
    try {
      return Path.of(URI.create(location));
    } catch (IllegalArgumentException invalid) {
      throw malformed(location);
    }
  }

  private static IllegalArgumentException malformed(String location) {
    return new IllegalArgumentException(
        "Store location '%s': expected a folder, file:/folder or s3://bucket/prefix; correct the location"
            .formatted(location));
  }
}
