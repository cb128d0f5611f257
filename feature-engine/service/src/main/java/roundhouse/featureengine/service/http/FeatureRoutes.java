package roundhouse.featureengine.service.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.featureengine.service.answer.AppliedAskException;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.InvalidAskException;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.http.RequestLimits;
import roundhouse.http.access.Role;
import roundhouse.http.access.RouteRoles;
import roundhouse.http.access.RouteRoles.Route;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Features of asks, and what is served. Instances of one application ask each other by the last of
/// the routes.
@RestController
public class FeatureRoutes {
  /// Which roles may use them.
  public static final RouteRoles ROLES =
      new RouteRoles(
          List.of(
              Route.post("/v1/feature-sets/{reference}:get", Role.SCORE),
              Route.post("/v1/feature-sets/{reference}/entities:answer", Role.SCORE),
              Route.readByAny("/v1/feature-sets"),
              Route.readByAny("/v1/feature-sets/{reference}")));

  private static final int SHOWN_PROBLEMS = 100;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ServedFeatures served;
  private final RequestLimits limits;
  private final Counter asks;
  private final Counter incomplete;
  private final DistributionSummary staleness;

  public FeatureRoutes(ServedFeatures served, RequestLimits limits, MeterRegistry meters) {
    this.served = served;
    this.limits = limits;
    asks =
        Counter.builder("roundhouse.features.asks").description("Asks answered").register(meters);
    incomplete =
        Counter.builder("roundhouse.features.incomplete")
            .description("Answers that lack features; alarm above 0")
            .register(meters);
    staleness =
        DistributionSummary.builder("roundhouse.features.staleness")
            .baseUnit("seconds")
            .description("How old the state was that answers came from")
            .register(meters);
  }

  @PostMapping(
      path = "/v1/feature-sets/{reference}:get",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> get(@PathVariable("reference") String reference, InputStream body)
      throws IOException {
    FeatureService service = service(reference);
    GetRequest request = GetRequest.parse(limits.read(body), limits.rows());
    try {
      List<Answer> answers = service.answer(request.asks());
      answers.forEach(this::count);
      return json(response(service, answers));
    } catch (AppliedAskException applied) {
      throw new RefusedRequestException(HttpStatus.CONFLICT, problems(applied));
    } catch (InvalidAskException invalid) {
      throw new RefusedRequestException(HttpStatus.BAD_REQUEST, problems(invalid));
    }
  }

  @PostMapping(
      path = "/v1/feature-sets/{reference}/entities:answer",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> answerPeer(@PathVariable("reference") String reference, InputStream body)
      throws IOException {
    FeatureService service = service(reference);
    byte[] asked = limits.read(body);
    try {
      List<EntityAsk> questions = EntityExchange.parseAsks(asked);
      return bytes(EntityExchange.answers(service.answerPeer(questions)));
    } catch (IllegalArgumentException malformed) {
      throw new RefusedRequestException(
          HttpStatus.BAD_REQUEST,
          new Problem(
              "Body",
              String.valueOf(malformed.getMessage()),
              "questions of another instance of this version",
              "this route is for instances; ask /v1/feature-sets/%s:get".formatted(reference)));
    }
  }

  @GetMapping("/v1/feature-sets")
  ResponseEntity<byte[]> list() {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("featureSets").add(shown());
    return json(body);
  }

  @GetMapping("/v1/feature-sets/{reference}")
  ResponseEntity<byte[]> show(@PathVariable("reference") String reference) {
    requireServed(reference);
    return json(shown());
  }

  private ObjectNode shown() {
    ObjectNode set = JSON.createObjectNode().put("featureSet", served.reference());
    served.service().ifPresent(service -> set.put("planHash", service.planHash()));
    set.put("ready", served.obstacle().isEmpty());
    served.obstacle().ifPresent(reason -> set.put("reason", reason));
    served
        .service()
        .ifPresent(
            service -> {
              ArrayNode fields = set.putArray("ask");
              service
                  .plan()
                  .askStream()
                  .fields()
                  .forEach(
                      field ->
                          fields
                              .addObject()
                              .put("name", field.name())
                              .put("type", field.type().text())
                              .put("nullable", field.isNullable()));
              ArrayNode features = set.putArray("features");
              service
                  .plan()
                  .columns()
                  .forEach(
                      column ->
                          features
                              .addObject()
                              .put("name", column.name())
                              .put("type", column.type().text()));
            });
    return set;
  }

  private FeatureService service(String reference) {
    requireServed(reference);
    String obstacle = served.obstacle().orElse(null);
    if (obstacle != null) {
      throw new RefusedRequestException(
          HttpStatus.SERVICE_UNAVAILABLE,
          new Problem(
              "Feature set", reference, "its state to be ready", "try again later: " + obstacle));
    }
    return served.service().orElseThrow();
  }

  private void requireServed(String reference) {
    if (!reference.equals(served.reference())) {
      throw new RefusedRequestException(
          HttpStatus.NOT_FOUND,
          new Problem(
              "Feature set",
              reference,
              "the one that this process serves, " + served.reference(),
              "correct the name and version, or ask where it is served"));
    }
  }

  private void count(Answer answer) {
    asks.increment();
    if (answer.entities().stream().anyMatch(part -> part.unavailable() != null)) {
      incomplete.increment();
    }
    answer.staleness().ifPresent(stale -> staleness.record(stale.toMillis() / 1000.0));
  }

  private static ObjectNode response(FeatureService service, List<Answer> answers) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("featureSet", service.plan().reference())
            .put("planHash", service.planHash());
    ArrayNode all = body.putArray("answers");
    for (Answer answer : answers) {
      ObjectNode each = all.addObject();
      each.set("askId", answer.ask().get(service.plan().askStream().id()));
      each.put("knownAt", answer.knownAt().toString());
      each.set("features", answer.values());
      each.put("digest", answer.digest());
      answer.staleness().ifPresent(stale -> each.put("staleMillis", stale.toMillis()));
      each.set("entities", AnswerEvents.entities(answer.entities()));
    }
    return body;
  }

  private static List<Problem> problems(InvalidAskException invalid) {
    List<Problem> problems = new ArrayList<>();
    invalid.problems().stream()
        .limit(SHOWN_PROBLEMS)
        .forEach(
            problem ->
                problems.add(
                    new Problem(
                        problem.subject(),
                        problem.value(),
                        problem.expectation(),
                        problem.remedy())));
    if (invalid.problems().size() > SHOWN_PROBLEMS) {
      problems.add(
          new Problem(
              "Problems",
              Integer.toString(invalid.problems().size()),
              "none",
              "mend the first %d, which are listed, and try again".formatted(SHOWN_PROBLEMS)));
    }
    return problems;
  }

  private static ResponseEntity<byte[]> json(ObjectNode body) {
    return bytes(JSON.writeValueAsBytes(body));
  }

  private static ResponseEntity<byte[]> bytes(byte[] body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
