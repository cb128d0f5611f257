package roundhouse.featureengine.kernel;

/// State or a record that is damaged, of another program, or of a version that this one cannot
/// read.
public final class UnreadableStateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Says what is wrong and what to do.
  ///
  /// @param reason what is wrong with it, to follow "State cannot be read: "
  public UnreadableStateException(String reason) {
    super(
        "State cannot be read: "
            + reason
            + "; drop it and let its events be folded again, or run the version that wrote it");
  }
}
