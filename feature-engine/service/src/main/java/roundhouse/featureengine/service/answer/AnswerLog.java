package roundhouse.featureengine.service.answer;

import java.util.List;

/// Where every answer is kept. Safe for use by many threads.
public interface AnswerLog {
  /// Takes the answers; returns once they are on their way.
  void keep(List<Answer> answers);

  /// Keeps nothing: for tests.
  static AnswerLog none() {
    return _ -> {};
  }
}
