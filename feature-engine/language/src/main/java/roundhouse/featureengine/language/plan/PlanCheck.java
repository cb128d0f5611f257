package roundhouse.featureengine.language.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Label.Absence;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.ParameterCheck;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.check.Typed;

/// Everything that can be wrong with a plan, found in one pass.
final class PlanCheck {
  private static final Pattern SET_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
  private static final Pattern STREAM_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,127}");
  private static final Pattern COLUMN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,127}");
  private static final Pattern TIME_ZONE_DATA = Pattern.compile("[0-9]{4}[a-z]{1,2}");

  /// Columns that every dataset has besides the ask's id.
  private static final Set<String> RESERVED_COLUMNS = Set.of("asktime", "ask_month");

  /// No label matures later and no event is later; keeps sums of times far from overflow.
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final List<Problem> problems = new ArrayList<>();

  private PlanCheck() {}

  static List<Problem> problemsOf(
      String name,
      int version,
      StreamSchema askStream,
      List<StreamSchema> streams,
      Duration lag,
      List<Feature> features,
      List<Label> labels,
      @Nullable String timeZoneData) {
    PlanCheck check = new PlanCheck();
    check.checkNames(name, version, lag);
    check.checkStream(askStream);
    check.checkStreams(streams);
    streams.forEach(stream -> check.checkIsTheAsks(stream, askStream));
    check.checkColumns(askStream, features, labels);
    Scope ask = Scope.ofAsk(askStream, streams);
    features.forEach(feature -> check.checkFeature(feature, ask));
    labels.forEach(label -> check.checkLabel(label, ask));
    check.checkTimeZoneData(timeZoneData, TimeZones.dataFor(features, labels));
    return check.problems.stream().distinct().toList();
  }

  private void checkNames(String name, int version, Duration lag) {
    String subject = "Feature set '" + name + "'";
    if (!SET_NAME.matcher(name).matches()) {
      report(subject, "its name", "a name like late-arrival: " + SET_NAME, "rename it");
    }
    if (version < 1) {
      report(subject, "version " + version, "a version of at least 1", "number it from 1");
    }
    if (!ParameterCheck.isWhole(lag, LONGEST)) {
      report(
          subject,
          "lag " + ExpressionText.of(lag),
          "zero or more whole microseconds",
          "correct the lag");
    }
  }

  private void checkStreams(Collection<StreamSchema> streams) {
    Set<String> names = new HashSet<>();
    for (StreamSchema stream : streams) {
      checkStream(stream);
      if (!names.add(stream.name())) {
        report(subjectOf(stream), "declared twice", "one declaration", "remove the other");
      }
    }
  }

  /// An ask may look back on earlier asks; then both are one stream.
  private void checkIsTheAsks(StreamSchema stream, StreamSchema askStream) {
    if (!stream.name().equals(askStream.name())) {
      return;
    }
    StreamSchema asIfTheAsks =
        new StreamSchema(
            stream.name(),
            stream.fields(),
            askStream.id(),
            askStream.eventTime(),
            askStream.knownAt(),
            askStream.lateness());
    if (!stream.equals(asIfTheAsks) || !askStream.fields().containsAll(stream.fields())) {
      report(
          subjectOf(stream),
          "declared twice, as the ask and otherwise",
          "one declaration",
          "use one stream for both, or give the other another name");
    }
  }

  private void checkStream(StreamSchema stream) {
    String subject = subjectOf(stream);
    if (!STREAM_NAME.matcher(stream.name()).matches()) {
      report(subject, "its name", "a name like flight-departed: " + STREAM_NAME, "rename it");
    }
    Duration lateness = stream.lateness();
    if (!ParameterCheck.isWhole(lateness, LONGEST)) {
      report(
          subject,
          "lateness " + ExpressionText.of(lateness),
          "zero or more whole microseconds",
          "correct it");
    }
    checkFields(stream, subject);
    checkTime(stream, "event time", stream.eventTime());
    checkTime(stream, "known-at time", stream.knownAt());
    FieldSchema id = stream.find(stream.id()).orElse(null);
    boolean usable =
        id != null && (id.type().equals(ValueType.LONG) || id.type().equals(ValueType.STRING));
    if (!usable || Objects.requireNonNull(id).isNullable()) {
      reportField(stream, "id", stream.id(), "a field of type long or string that is never null");
    }
  }

  private void checkFields(StreamSchema stream, String subject) {
    Set<String> names = new HashSet<>();
    for (FieldSchema field : stream.fields()) {
      if (!COLUMN_NAME.matcher(field.name()).matches()) {
        report(subject, "field '" + field.name() + "'", "a name " + COLUMN_NAME, "rename it");
      }
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        report(
            subject,
            "field '" + field.name() + "' twice",
            "names that differ in more than case",
            "rename one");
      }
    }
  }

  private void checkTime(StreamSchema stream, String role, String name) {
    Optional<FieldSchema> field = stream.find(name);
    if (field.isEmpty()
        || !field.get().type().equals(ValueType.INSTANT)
        || field.get().isNullable()) {
      reportField(stream, role, name, "a field of type instant that is never null");
    }
  }

  private void checkColumns(StreamSchema askStream, List<Feature> features, List<Label> labels) {
    if (features.isEmpty()) {
      report("Feature set", "no feature", "at least one", "add a feature");
    }
    Set<String> names = new HashSet<>(RESERVED_COLUMNS);
    names.add(askStream.id().toLowerCase(Locale.ROOT));
    features.forEach(feature -> checkColumn("Feature", feature.name(), names));
    labels.forEach(label -> checkColumn("Label", label.name(), names));
  }

  private void checkColumn(String kind, String name, Set<String> taken) {
    String subject = "%s '%s'".formatted(kind, name);
    if (!COLUMN_NAME.matcher(name).matches()) {
      report(subject, "its name", "a name " + COLUMN_NAME, "rename it");
    }
    if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      report(
          subject,
          "its name is taken",
          "a name that no other column has in any case, the ask's id, askTime and ask_month included",
          "rename it");
    }
  }

  private void checkFeature(Feature feature, Scope ask) {
    new ExpressionCheck("Feature '" + feature.name() + "'", problems::add)
        .check(feature.value(), ask);
  }

  private void checkLabel(Label label, Scope ask) {
    String subject = "Label '" + label.name() + "'";
    ExpressionCheck check = new ExpressionCheck(subject, problems::add);
    check.check(label.history(), ask);
    new ParameterCheck(subject, problems::add).checkLength("maturity", label.maturity(), LONGEST);
    StreamSchema stream = ask.streams().get(label.history().stream());
    if (stream == null) {
      return;
    }
    Scope event = Scope.ofEvent(stream);
    Optional<Typed> outcome = check.check(label.outcome(), event);
    if (label.absence() == Absence.FALSE && outcome.isPresent()) {
      check.check(label.outcome(), event, ValueType.BOOLEAN);
    }
  }

  private void checkTimeZoneData(@Nullable String declared, @Nullable String needed) {
    boolean wellFormed = declared == null || TIME_ZONE_DATA.matcher(declared).matches();
    if (!wellFormed || (declared == null) != (needed == null)) {
      report(
          "Time-zone data",
          "version " + declared,
          needed == null ? "none, for no value depends on it" : "a version such as " + needed,
          "make the plan from its definition again");
    }
  }

  private void reportField(StreamSchema stream, String role, String name, String expectation) {
    report(
        subjectOf(stream),
        "%s '%s'".formatted(role, name),
        expectation + ", of " + String.join(", ", stream.fieldNames()),
        "name another field or correct its type");
  }

  private static String subjectOf(StreamSchema stream) {
    return "Stream '" + stream.name() + "'";
  }

  private void report(String subject, String value, String expectation, String remedy) {
    problems.add(Problem.of(subject, value, expectation, remedy));
  }
}
