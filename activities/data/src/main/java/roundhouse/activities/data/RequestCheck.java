package roundhouse.activities.data;

import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Recorded;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Visibility;

/// Resolves a backfill's request and collects everything that is wrong with it, so that it is
/// refused once with all of it. A field of a request that came as JSON may be missing whatever its
/// record says.
final class RequestCheck {
  private final List<Problem> problems = new ArrayList<>();

  void backend(Backend wanted, Set<Backend> submitted) {
    if (wanted != Backend.BATCH && !submitted.contains(wanted)) {
      add(
          "backend",
          wanted.name(),
          "a backend that the worker has",
          "ask for BATCH, or name a master in the worker's roundhouse.%s.master"
              .formatted(wanted.name().toLowerCase(Locale.ROOT)));
    }
  }

  void visibility(BackfillRequest request, Backfills backfills) {
    String wanted = request.visibility().name();
    if (!backfills.canRead(request.visibility())) {
      add(
          "visibility",
          wanted,
          "AS_KNOWN, for this worker was not told how to read answers",
          "start one that was, as workers/worker is");
    }
    if (request.visibility() == Visibility.AS_SERVED && request.backend() != Backend.BATCH) {
      add(
          "visibility",
          wanted,
          "AS_KNOWN on backend %s: of answers there is little to compute"
              .formatted(request.backend()),
          "ask for backend BATCH");
    }
  }

  Optional<Plan> featureSet(String subject, @Nullable String name, PublishedPlans plans) {
    try {
      FeatureSetId id = FeatureSetId.parse(name == null ? "" : name);
      Optional<Plan> plan = plans.find(id);
      if (plan.isEmpty()) {
        plans
            .retirement(id)
            .ifPresentOrElse(
                retired -> addRetired(subject, retired),
                () ->
                    add(
                        subject,
                        name,
                        "a published feature set",
                        "correct the name, or publish the feature set"));
      }
      return plan;
    } catch (IllegalArgumentException e) {
      add(subject, name, "name@version, like late-arrival@1", "correct the name");
      return Optional.empty();
    }
  }

  private void addRetired(String subject, Recorded<FeatureSetRetired> retired) {
    String reason = retired.change().reason();
    add(
        subject,
        retired.change().featureSet().toString(),
        "a version that is not retired, as it was on %s (%s)"
            .formatted(retired.time(), reason == null ? "no reason was given" : reason),
        "use another version");
  }

  /// Feature sets that are computed in the same pass as another.
  List<Plan> alongside(List<String> names, Optional<Plan> first, PublishedPlans plans) {
    List<Plan> found = new ArrayList<>();
    for (String name : names) {
      featureSet("alongside", name, plans)
          .filter(plan -> isAskedAlike(name, plan, first))
          .ifPresent(found::add);
    }
    return found;
  }

  private boolean isAskedAlike(String name, Plan plan, Optional<Plan> first) {
    String stream = plan.askStream().name();
    String wanted = first.map(other -> other.askStream().name()).orElse(stream);
    if (!stream.equals(wanted)) {
      add(
          "alongside",
          name,
          "a feature set asked by stream '%s', not '%s'".formatted(wanted, stream),
          "request it by itself");
    }
    return stream.equals(wanted);
  }

  Optional<EventSource> source(@Nullable String name, ObjectStore store) {
    try {
      Optional<EventSource> source = EventSource.find(store, name == null ? "" : name);
      if (source.isEmpty()) {
        add("source", name, "an imported event source", "correct the name, or import the source");
      }
      return source;
    } catch (IllegalArgumentException e) {
      add("source", name, "1 to 128 of a-z 0-9 . _ -", "correct the name");
      return Optional.empty();
    }
  }

  void range(@Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null && !from.isBefore(to)) {
      add("from", from.toString(), "an instant before " + to, "exchange or correct the instants");
    }
  }

  /// The backfill; refuses the request if anything about it is wrong.
  Backfill backfill(
      Backfills backfills,
      Optional<Plan> plan,
      Optional<EventSource> source,
      BackfillRequest request) {
    if (!problems.isEmpty() && backfills.canRead(request.visibility())) {
      // What else is wrong may be a matter of the streams: the whole range stands in for a bad one.
      plan.ifPresent(p -> source.ifPresent(s -> addProblemsOf(backfills, p, s, request)));
    }
    refuseIfAny();
    return backfill(backfills, plan.orElseThrow(), source.orElseThrow(), request);
  }

  static Backfill backfill(
      Backfills backfills, Plan plan, EventSource source, BackfillRequest request) {
    return backfills.open(
        plan,
        source,
        request.from(),
        request.to(),
        unit(request.partitions()),
        request.visibility());
  }

  void refuseIfAny() {
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
  }

  static PartitionUnit unit(roundhouse.temporal.contracts.PartitionUnit unit) {
    return switch (unit) {
      case DAY -> PartitionUnit.DAY;
      case MONTH -> PartitionUnit.MONTH;
      case WHOLE -> PartitionUnit.WHOLE;
    };
  }

  private void addProblemsOf(
      Backfills backfills, Plan plan, EventSource source, BackfillRequest request) {
    try {
      backfills.open(plan, source, null, null, unit(request.partitions()), request.visibility());
    } catch (InvalidDefinitionException e) {
      e.problems().stream().map(RequestCheck::problem).forEach(problems::add);
    }
  }

  private void add(String subject, @Nullable String value, String expectation, String remedy) {
    problems.add(new Problem(subject, value == null ? "" : value, expectation, remedy));
  }

  static Problem problem(roundhouse.featureengine.language.check.Problem problem) {
    String place = problem.position().isEmpty() ? "" : " (" + problem.position() + ")";
    return new Problem(
        problem.subject() + place, problem.value(), problem.expectation(), problem.remedy());
  }

  static ApplicationFailure invalid(List<Problem> problems) {
    String message = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    return ApplicationFailure.newNonRetryableFailure(
        message, FailureTypes.INVALID_REQUEST, problems.toArray());
  }
}
