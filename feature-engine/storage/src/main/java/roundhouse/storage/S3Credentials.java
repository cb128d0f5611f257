package roundhouse.storage;

/// An access key with its secret, which never shows in text.
public record S3Credentials(String accessKey, String secretKey) {
  @Override
  public String toString() {
    return "S3Credentials[accessKey=" + accessKey + "]";
  }
}
