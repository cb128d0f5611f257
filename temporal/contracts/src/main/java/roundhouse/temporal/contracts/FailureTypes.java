package roundhouse.temporal.contracts;

/// Stable types of the application failures that Roundhouse raises. All of them are non-retryable:
/// whatever a retry can heal is thrown as it came and retried by the activity's options.
public final class FailureTypes {
  /// The request cannot be served as written; details carry every [Problem].
  public static final String INVALID_REQUEST = "InvalidRequest";

  /// The user's `train` raised, returned something unusable, or its model cannot be exported;
  /// details carry the user's traceback.
  public static final String USER_CODE_FAILED = "UserCodeFailed";

  /// The source is not complete through the cut-off, or through the end of the range.
  public static final String DATA_LATE = "DataLate";

  /// A model's margins differ from its trainer's on the golden rows.
  public static final String CERTIFICATE_REFUSED = "CertificateRefused";

  /// A stored object does not have the digest that its reference names, or cannot be read as what
  /// it is.
  public static final String CORRUPT_OBJECT = "CorruptObject";

  /// The tag moved, or the decision was superseded, before this step could act.
  public static final String STALE_DECISION = "StaleDecision";

  private FailureTypes() {}
}
