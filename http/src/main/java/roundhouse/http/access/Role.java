package roundhouse.http.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a token lets its holder do. Any of them may read tags, models and metrics.
public enum Role {
  /// Scores.
  SCORE,
  /// Starts trainings.
  TRAIN,
  /// Answers promotions.
  APPROVE,
  /// Everything.
  ADMIN;

  /// The name in a token file.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> find(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  static String allTexts() {
    return Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "));
  }
}
