package roundhouse.scoring.registry;

import java.util.regex.Pattern;

/// What every id of the registry is made of: it can stand in a path or an URL and mean nothing
/// there.
final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Names() {}

  static void requireName(String subject, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s': expected 1 to 128 of a-z 0-9 . _ - starting with a letter or digit; choose another name"
              .formatted(subject, value));
    }
  }

  static void requireSha256(String subject, String value) {
    if (!SHA256.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s': expected a SHA-256 of 64 lower-case hexadecimal digits; compute it over the content"
              .formatted(subject, value));
    }
  }

  static void requireText(String subject, String value) {
    if (value.isBlank()
        || value.length() > 1000
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s '%s': expected 1 to 1000 characters, none of them control characters; correct the text"
              .formatted(subject, value));
    }
  }
}
