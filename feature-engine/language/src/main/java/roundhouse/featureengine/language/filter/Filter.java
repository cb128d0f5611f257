package roundhouse.featureengine.language.filter;

import java.util.List;
import java.util.SequencedSet;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.FieldSchema;

/// A checked condition on rows of known fields, from its text form.
///
/// Operators `= != < <= > >=`, `is null`, `is not null`, `in (…)`, `not`, `and`, `or`, parentheses;
/// text in single quotes (a quote doubled), numbers, `true`, `false`, instants as
/// `'2013-10-01T00:00:00Z'`. Keywords in any case, field names as declared. Empty text accepts all.
/// Null as in SQL: a row for which the condition is null is not accepted.
@SuppressWarnings("DoNotCallSuggester")
public final class Filter {
  private Filter() {}

  /// Reads a condition on rows of these fields.
  ///
  /// @param fields what a condition may name, in the order of the rows' fields
  /// @throws roundhouse.featureengine.language.check.InvalidDefinitionException with every problem
  ///   and its position
  public static Filter parse(String text, List<FieldSchema> fields) {
    throw new UnsupportedOperationException();
  }

  /// Whether the condition is true of the row. Safe for use by many threads.
  public boolean accepts(Row row) {
    throw new UnsupportedOperationException();
  }

  /// The fields that it reads, in the order of first use.
  public SequencedSet<String> fieldsRead() {
    throw new UnsupportedOperationException();
  }

  /// The condition itself.
  public Expression condition() {
    throw new UnsupportedOperationException();
  }
}
