package roundhouse.scoring.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import roundhouse.scoring.server.tags.TagFollower;

/// What those who run the scorer ask it.
@RestController
class OperatorRoutes {
  private final TagFollower follower;
  private final ApplicationAvailability availability;
  private final PrometheusMeterRegistry meters;

  OperatorRoutes(
      TagFollower follower, ApplicationAvailability availability, PrometheusMeterRegistry meters) {
    this.follower = follower;
    this.availability = availability;
    this.meters = meters;
  }

  /// Alive as long as it answers: no other system's trouble is healed by restarting this process.
  @GetMapping(path = "/health/live", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, String> live() {
    return Map.of("status", "UP");
  }

  /// Ready once tags are known, until the process is told to end.
  @GetMapping(path = "/health/ready", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> ready() {
    boolean ready =
        follower.isReady() && availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    return ready
        ? ResponseEntity.ok(Map.of("status", "UP"))
        : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(Map.of("status", "DOWN"));
  }

  /// In the text format of Prometheus.
  @GetMapping(path = "/metrics", produces = MediaType.TEXT_PLAIN_VALUE)
  String metrics() {
    return meters.scrape();
  }
}
