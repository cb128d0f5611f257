package roundhouse.featureengine.language;

import java.lang.StackWalker.StackFrame;
import java.util.Set;

/// Where a definition stands in its source.
final class SourceLine {
  private static final Set<String> LANGUAGE =
      Set.of(
          SourceLine.class.getName(),
          FeatureSet.class.getName(),
          FeatureSet.Named.class.getName(),
          EventStream.class.getName());

  private SourceLine() {}

  /// File and line of the nearest caller outside of the language, `LateArrival.java:42`; for a call
  /// that spans lines, that of the method's name.
  static String ofCaller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !LANGUAGE.contains(frame.getClassName()))
                    .findFirst()
                    .map(SourceLine::describe)
                    .orElse(""));
  }

  private static String describe(StackFrame frame) {
    return frame.getFileName() + ":" + frame.getLineNumber();
  }
}
