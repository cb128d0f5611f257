package roundhouse.workers.cli.demo;

/// Who trains the tagged models.
enum Trainer {
  PYTHON("python", "python:late_arrival"),
  /// Where there is no Python.
  JVM("jvm", "jvm:xgboost");

  private final String word;
  private final String workflow;

  Trainer(String word, String workflow) {
    this.word = word;
    this.workflow = workflow;
  }

  /// As the report names it.
  String word() {
    return word;
  }

  /// As a request names it.
  String workflow() {
    return workflow;
  }
}
