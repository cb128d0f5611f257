package roundhouse.featureengine.language.filter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.program.Condition;

/// A checked condition on rows of known fields, from its text form.
///
/// Operators `= != < <= > >=`, `is null`, `is not null`, `in (…)`, `not in (…)`, `not`, `and`,
/// `or`, parentheses; text in single quotes (a quote doubled), numbers, `true`, `false`, instants
/// as `'2013-10-01T00:00:00Z'`, constants of enumerations as text; and the language's functions by
/// their names, `lower(carrier) = 'ua'`, `contains(tail, 'N1')`, `hour_of_day(askedAt, 'UTC') < 6`,
/// `remainder(distance, 2) = 0`. `if(distance > 500, 'far', 'near') = 'far'` chooses; `as_long`,
/// `as_double`, `as_decimal(fare, 9, 2)`, `one_if`, `name_of` and `instant('2013-10-01T00:00:00Z')`
/// convert. Comparisons and logic stand where a condition does, which among arguments is the first
/// of `if`; null stands only after `is`. Keywords in any case, field names as declared. Empty text
/// accepts all. Null as in SQL: a row for which the condition is null is not accepted.
///
/// Immutable, for any number of threads.
public final class Filter {
  private static final int LONGEST = 10_000;

  private final Expression condition;
  private final Condition program;

  private Filter(Expression condition, List<FieldSchema> fields) {
    this.condition = condition;
    this.program = Condition.of(condition, fields);
  }

  /// Reads a condition on rows of these fields.
  ///
  /// @param fields what a condition may name, in the order of the rows' fields
  /// @throws InvalidDefinitionException with every problem and its position
  public static Filter parse(String text, List<FieldSchema> fields) {
    if (text.isBlank()) {
      return new Filter(Literal.of(true), fields);
    }
    if (text.length() > LONGEST) {
      throw new InvalidDefinitionException("Filter", List.of(tooLong(text.length())));
    }
    FilterParser parser = new FilterParser(text, fields);
    Expression condition = parser.parse();
    if (!parser.problems().isEmpty()) {
      throw new InvalidDefinitionException("Filter '" + text + "'", parser.problems());
    }
    return new Filter(condition, fields);
  }

  /// Whether the condition is true of the row.
  public boolean accepts(Row row) {
    return program.isTrue(row);
  }

  /// The fields that it reads, in the order of first use.
  public SequencedSet<String> fieldsRead() {
    SequencedSet<String> names = new LinkedHashSet<>();
    Subexpressions.forEach(
        condition,
        part -> {
          if (part instanceof Expression.Field field) {
            names.add(field.name());
          }
        });
    return names;
  }

  /// The condition itself.
  public Expression condition() {
    return condition;
  }

  @Override
  public String toString() {
    return ExpressionText.of(condition);
  }

  private static Problem tooLong(int length) {
    return Problem.of(
        "Filter",
        length + " characters",
        "at most " + LONGEST,
        "shorten it, or make the condition a feature");
  }
}
