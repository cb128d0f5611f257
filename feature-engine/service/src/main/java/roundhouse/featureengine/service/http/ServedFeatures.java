package roundhouse.featureengine.service.http;

import java.util.Optional;
import roundhouse.featureengine.service.answer.FeatureService;

/// The feature set that this process serves. Safe for use by many threads.
public interface ServedFeatures {
  /// Name and version, `late-arrival@1`.
  String reference();

  /// The service, once it can answer; until then [#obstacle] says why not.
  Optional<FeatureService> service();

  /// What keeps it from answering; empty where nothing does.
  Optional<String> obstacle();
}
