package roundhouse.featureengine.language.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;
import roundhouse.featureengine.language.check.Problem;

/// Whether a stream's schema may follow an earlier one.
///
/// It may if every event of the earlier schema is an event of the later one, with the same values,
/// so that features of the later one can be computed over all of history:
/// - a nullable field may be added: it is null in the events before it;
/// - a field may become nullable;
/// - its type may become wider: a decimal may have more digits before the point, an enumeration
///   more symbols, a list wider elements;
/// - the bound on lateness may grow.
///
/// All else is refused, the renaming and removal of fields too: what reads them would lose them.
public final class SchemaEvolution {
  private final StreamSchema earlier;
  private final StreamSchema later;
  private final List<Problem> problems = new ArrayList<>();

  private SchemaEvolution(StreamSchema earlier, StreamSchema later) {
    this.earlier = earlier;
    this.later = later;
  }

  /// Every reason why the later schema may not follow the earlier one; none if it may.
  public static List<Problem> problemsOf(StreamSchema earlier, StreamSchema later) {
    SchemaEvolution evolution = new SchemaEvolution(earlier, later);
    evolution.checkFrame();
    evolution.checkRemoved();
    later.fields().forEach(evolution::check);
    return List.copyOf(evolution.problems);
  }

  /// As [#problemsOf], where one of the two holds only fields that somebody reads: what one has and
  /// the other has not is not judged.
  public static List<Problem> problemsOfShared(StreamSchema earlier, StreamSchema later) {
    SchemaEvolution evolution = new SchemaEvolution(earlier, later);
    evolution.checkFrame();
    later.fields().stream()
        .filter(field -> earlier.find(field.name()).isPresent())
        .forEach(evolution::check);
    return List.copyOf(evolution.problems);
  }

  /// Whether values of the earlier field can be read as values of the later one.
  public static boolean isReadableAs(FieldSchema earlier, FieldSchema later) {
    return isWidening(earlier.type(), later.type())
        && (later.isNullable() || !earlier.isNullable());
  }

  private void checkFrame() {
    checkRole("id", earlier.id(), later.id());
    checkRole("event time", earlier.eventTime(), later.eventTime());
    checkRole("known-at time", earlier.knownAt(), later.knownAt());
    if (later.lateness().compareTo(earlier.lateness()) < 0) {
      report(
          "lateness " + ExpressionText.of(later.lateness()),
          "at least %s, or events that were accepted would be refused"
              .formatted(ExpressionText.of(earlier.lateness())),
          "keep the bound");
    }
  }

  private void checkRole(String role, String before, String after) {
    if (!before.equals(after)) {
      report(
          "its %s is %s".formatted(role, after),
          "%s, as before: it says which event is which, and when".formatted(before),
          "keep it, or give the stream another name");
    }
  }

  private void checkRemoved() {
    for (FieldSchema field : earlier.fields()) {
      if (later.find(field.name()).isEmpty()) {
        report(
            "field %s is gone".formatted(field.name()),
            "every field of before, for published features may read it",
            "put it back; a field that nobody reads costs nothing");
      }
    }
  }

  private void check(FieldSchema field) {
    Optional<FieldSchema> before = earlier.find(field.name());
    if (before.isEmpty()) {
      checkAdded(field);
      return;
    }
    if (!isWidening(before.get().type(), field.type())) {
      report(
          "field %s was %s and is %s"
              .formatted(field.name(), before.get().type().text(), field.type().text()),
          "the same type or a wider one, " + widerThan(before.get().type()),
          "keep the type, or add a nullable field of another name");
    }
    if (before.get().isNullable() && !field.isNullable()) {
      report(
          "field %s was nullable and is not".formatted(field.name()),
          "a nullable field, for earlier events may lack it",
          "annotate it @Nullable");
    }
  }

  private void checkAdded(FieldSchema field) {
    if (!field.isNullable()) {
      report(
          "field %s is new and never null".formatted(field.name()),
          "a nullable field, for earlier events lack it",
          "annotate it @Nullable");
    }
  }

  private static boolean isWidening(ValueType before, ValueType after) {
    if (before.equals(after)) {
      return true;
    }
    return switch (before) {
      case Simple _ -> false;
      case Decimal earlier ->
          after instanceof Decimal later
              && later.scale() == earlier.scale()
              && later.precision() > earlier.precision();
      case Enumeration earlier ->
          after instanceof Enumeration later
              && later.name().equals(earlier.name())
              && later.symbols().containsAll(earlier.symbols());
      case ListOf earlier ->
          after instanceof ListOf later && isWidening(earlier.element(), later.element());
    };
  }

  private static String widerThan(ValueType type) {
    return switch (type) {
      case Simple simple ->
          simple == Simple.LONG
              ? "no other, for a double cannot hold every long"
              : "no other can hold its values";
      case Decimal decimal ->
          "decimal(%d and more,%d)".formatted(decimal.precision(), decimal.scale());
      case Enumeration enumeration -> "enum %s with more symbols".formatted(enumeration.name());
      case ListOf list -> "a list, its elements " + widerThan(list.element());
    };
  }

  private void report(String value, String expectation, String remedy) {
    problems.add(Problem.of("Stream '" + later.name() + "'", value, expectation, remedy));
  }
}
