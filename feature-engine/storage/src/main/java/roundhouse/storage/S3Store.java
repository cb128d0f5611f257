package roundhouse.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects of an S3 bucket below a prefix.
///
/// A put is one request with `If-None-Match: *`, of at most 5 GiB: not every S3 honours the
/// condition at the end of a multipart upload. The SDK may repeat a request whose response was
/// lost, so that 412 may answer one's own put: callers compare, see [ObjectStore#putOnce].
final class S3Store implements ObjectStore {
  private static final long LARGEST_PUT_BYTES = 5L << 30;
  private static final int CONFLICT_ATTEMPTS = 10;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final String endpoint;

  private S3Store(S3Client client, String bucket, String prefix, String endpoint) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
    this.endpoint = endpoint;
  }

  /// @param prefix empty, or ends in a slash
  static S3Store open(String bucket, String prefix, S3Options options) {
    URI endpoint = options.endpoint();
    String shown = endpoint == null ? "Amazon S3" : endpoint.toString();
    try {
      return new S3Store(client(options), bucket, prefix, shown);
    } catch (SdkException failure) {
      throw new StoreUnavailableException(
          "Store 's3://%s/%s' at %s: cannot be opened (%s); set the region or an endpoint"
              .formatted(bucket, prefix, shown, failure.getMessage()),
          failure);
    }
  }

  private static S3Client client(S3Options options) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(3))
                    .socketTimeout(Duration.ofSeconds(60)))
            // Servers other than Amazon's may not know the newer checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    URI endpoint = options.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint).forcePathStyle(true).region(Region.US_EAST_1);
    }
    String region = options.region();
    if (region != null) {
      builder.region(Region.of(region));
    }
    S3Credentials credentials = options.credentials();
    if (credentials != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey())));
    }
    return builder.build();
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    return put(key, RequestBody.fromBytes(content));
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    long size = sizeOf(file);
    if (size > LARGEST_PUT_BYTES) {
      throw new IllegalArgumentException(
          "Object '%s': %d bytes exceed the 5 GiB of one put, the largest that S3 keeps from overwriting; split the file"
              .formatted(key, size));
    }
    return put(key, RequestBody.fromFile(file));
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return unlessAbsent(
        () ->
            client.getObjectAsBytes(get -> get.bucket(bucket).key(name(key))).asByteArrayUnsafe());
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    return unlessAbsent(
            () -> client.headObject(head -> head.bucket(bucket).key(name(key))).contentLength())
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public ReadableObject open(ObjectKey key) {
    long size = size(key).orElseThrow(() -> new MissingObjectException(key, location()));
    return new RemoteObject(key, size);
  }

  @Override
  public List<ObjectKey> list(ObjectKey below) {
    return ask(
        () ->
            client
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(name(below) + "/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(name -> name.substring(prefix.length()))
                .filter(ObjectKey::isValid)
                .sorted()
                .map(ObjectKey::of)
                .toList());
  }

  @Override
  public String location() {
    return "s3://"
        + bucket
        + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
  }

  @Override
  public void close() {
    client.close();
  }

  private String name(ObjectKey key) {
    return prefix + key.value();
  }

  private boolean put(ObjectKey key, RequestBody body) {
    for (int attempt = 1; ; attempt++) {
      try {
        client.putObject(put -> put.bucket(bucket).key(name(key)).ifNoneMatch("*"), body);
        return true;
      } catch (S3Exception refused) {
        if (refused.statusCode() == PRECONDITION_FAILED) {
          return false;
        }
        // Another put of this key is under way; which of the two wins is open.
        if (refused.statusCode() != CONFLICT || attempt == CONFLICT_ATTEMPTS) {
          throw unavailable(refused);
        }
        pause(attempt);
      } catch (SdkException failure) {
        throw unavailable(failure);
      }
    }
  }

  private void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(20L << Math.min(attempt, 6)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable(SdkClientException.create("interrupted", interrupted));
    }
  }

  private <T> Optional<T> unlessAbsent(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (NoSuchKeyException absent) {
      return Optional.empty();
    } catch (SdkException failure) {
      throw unavailable(failure);
    }
  }

  private <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw unavailable(failure);
    }
  }

  private StoreUnavailableException unavailable(SdkException failure) {
    return new StoreUnavailableException(
        "Store '%s' at %s: %s".formatted(location(), endpoint, explain(failure)), failure);
  }

  private String explain(SdkException failure) {
    if (!(failure instanceof S3Exception answer)) {
      return "no answer (%s); check endpoint, network and credentials, then try again"
          .formatted(rootMessage(failure));
    }
    String code =
        answer.awsErrorDetails() == null ? "" : " " + answer.awsErrorDetails().errorCode();
    return switch (answer.statusCode()) {
      case NOT_FOUND -> "bucket not found; create it or correct its name";
      case 401, 403 ->
          "access refused (%d%s); check the credentials and their rights"
              .formatted(answer.statusCode(), code);
      default -> "answered %d%s; try again".formatted(answer.statusCode(), code);
    };
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private final class RemoteObject implements ReadableObject {
    private final ObjectKey key;
    private final long size;

    private RemoteObject(ObjectKey key, long size) {
      this.key = key;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
      if (position < 0 || position + length > size) {
        throw new EOFException(
            "Read of %d bytes at %d: the object has %d bytes".formatted(length, position, size));
      }
      if (length > 0) {
        byte[] range = range(position, position + length - 1);
        System.arraycopy(range, 0, target, offset, length);
      }
    }

    private byte[] range(long first, long last) {
      return unlessAbsent(
              () ->
                  client
                      .getObjectAsBytes(
                          get ->
                              get.bucket(bucket)
                                  .key(name(key))
                                  .range("bytes=%d-%d".formatted(first, last)))
                      .asByteArrayUnsafe())
          .orElseThrow(() -> new MissingObjectException(key, location()));
    }

    @Override
    public void close() {}
  }
}
