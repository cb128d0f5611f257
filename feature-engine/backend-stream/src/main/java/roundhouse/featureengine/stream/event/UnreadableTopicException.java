package roundhouse.featureengine.stream.event;

import java.util.List;

/// A topic whose declared format cannot give its stream's events.
public final class UnreadableTopicException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableTopicException(EventTopic topic, List<String> problems) {
    super(
        "Topic '%s' as stream '%s': %s"
            .formatted(topic.topic(), topic.schema().name(), String.join("; ", problems)));
  }
}
