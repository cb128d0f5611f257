package roundhouse.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What those who run a server ask it.
@RestController
class OperatorRoutes {
  private final Readiness readiness;
  private final ApplicationAvailability availability;
  private final PrometheusMeterRegistry meters;

  OperatorRoutes(
      Readiness readiness, ApplicationAvailability availability, PrometheusMeterRegistry meters) {
    this.readiness = readiness;
    this.availability = availability;
    this.meters = meters;
  }

  /// Alive as long as it answers: no other system's trouble is healed by restarting this process.
  @GetMapping(path = "/health/live", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, String> live() {
    return Map.of("status", "UP");
  }

  /// Ready as its [Readiness] says, until the process is told to end.
  @GetMapping(path = "/health/ready", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> ready() {
    if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
      return notReady("The process is starting or ending");
    }
    return readiness
        .obstacle()
        .map(OperatorRoutes::notReady)
        .orElseGet(() -> ResponseEntity.ok(Map.of("status", "UP")));
  }

  private static ResponseEntity<Map<String, String>> notReady(String reason) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .body(Map.of("status", "DOWN", "reason", reason));
  }

  /// In the text format of Prometheus.
  @GetMapping(path = "/metrics", produces = MediaType.TEXT_PLAIN_VALUE)
  String metrics() {
    return meters.scrape();
  }
}
