package roundhouse.featureengine.language;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.Convert;
import roundhouse.featureengine.language.ast.Expression.Extract;
import roundhouse.featureengine.language.ast.Expression.Length;
import roundhouse.featureengine.language.ast.Expression.Matches;
import roundhouse.featureengine.language.ast.Expression.OfText;
import roundhouse.featureengine.language.ast.Expression.Split;
import roundhouse.featureengine.language.ast.Expression.Substring;
import roundhouse.featureengine.language.ast.Expression.TextFunction;
import roundhouse.featureengine.language.ast.Expression.TextRelation;
import roundhouse.featureengine.language.ast.Expression.TextTest;
import roundhouse.featureengine.language.ast.ValueType;

/// Words for text; meant to be imported statically.
public final class TextWords {
  private TextWords() {}

  /// Each character's lower case by itself, by no language's rules.
  public static <R> Value<R, String> lower(Value<R, ? extends @Nullable String> text) {
    return of(TextFunction.LOWER, text);
  }

  public static <R> Value<R, String> lower(FieldReference<R, ? extends @Nullable String> text) {
    return lower(Expressions.field(text));
  }

  /// Each character's upper case by itself, by no language's rules.
  public static <R> Value<R, String> upper(Value<R, ? extends @Nullable String> text) {
    return of(TextFunction.UPPER, text);
  }

  public static <R> Value<R, String> upper(FieldReference<R, ? extends @Nullable String> text) {
    return upper(Expressions.field(text));
  }

  /// Without spaces, tabs and line ends on both sides.
  public static <R> Value<R, String> trim(Value<R, ? extends @Nullable String> text) {
    return of(TextFunction.TRIM, text);
  }

  public static <R> Value<R, String> trim(FieldReference<R, ? extends @Nullable String> text) {
    return trim(Expressions.field(text));
  }

  /// How many characters it has; one of those that Java needs two `char` for is one.
  public static <R> Value<R, Long> lengthOf(Value<R, ? extends @Nullable String> text) {
    return Value.of(new Length(text.expression()), List.of(text));
  }

  public static <R> Value<R, Long> lengthOf(FieldReference<R, ? extends @Nullable String> text) {
    return lengthOf(Expressions.field(text));
  }

  /// So many characters from that one on, counted from 0, as far as there are any.
  public static <R> Value<R, String> substring(
      Value<R, ? extends @Nullable String> text, int from, int length) {
    return Value.of(new Substring(text.expression(), from, length), List.of(text));
  }

  public static <R> Value<R, String> substring(
      FieldReference<R, ? extends @Nullable String> text, int from, int length) {
    return substring(Expressions.field(text), from, length);
  }

  public static <R> Value<R, Boolean> contains(
      Value<R, ? extends @Nullable String> text, String part) {
    return contains(text, Expressions.<R, String>literal(part));
  }

  public static <R> Value<R, Boolean> contains(
      Value<R, ? extends @Nullable String> text, Value<R, ? extends @Nullable String> part) {
    return test(TextRelation.CONTAINS, text, part);
  }

  public static <R> Value<R, Boolean> contains(
      FieldReference<R, ? extends @Nullable String> text, String part) {
    return contains(Expressions.field(text), part);
  }

  public static <R> Value<R, Boolean> startsWith(
      Value<R, ? extends @Nullable String> text, String part) {
    return startsWith(text, Expressions.<R, String>literal(part));
  }

  public static <R> Value<R, Boolean> startsWith(
      Value<R, ? extends @Nullable String> text, Value<R, ? extends @Nullable String> part) {
    return test(TextRelation.STARTS_WITH, text, part);
  }

  public static <R> Value<R, Boolean> startsWith(
      FieldReference<R, ? extends @Nullable String> text, String part) {
    return startsWith(Expressions.field(text), part);
  }

  public static <R> Value<R, Boolean> endsWith(
      Value<R, ? extends @Nullable String> text, String part) {
    return endsWith(text, Expressions.<R, String>literal(part));
  }

  public static <R> Value<R, Boolean> endsWith(
      Value<R, ? extends @Nullable String> text, Value<R, ? extends @Nullable String> part) {
    return test(TextRelation.ENDS_WITH, text, part);
  }

  public static <R> Value<R, Boolean> endsWith(
      FieldReference<R, ? extends @Nullable String> text, String part) {
    return endsWith(Expressions.field(text), part);
  }

  /// The pieces between separators, empty ones included.
  public static <R> Value<R, List<String>> split(
      Value<R, ? extends @Nullable String> text, String separator) {
    return Value.of(new Split(text.expression(), separator), List.of(text));
  }

  public static <R> Value<R, List<String>> split(
      FieldReference<R, ? extends @Nullable String> text, String separator) {
    return split(Expressions.field(text), separator);
  }

  /// Whether a regular expression matches anywhere in the text.
  ///
  /// @param pattern in RE2's syntax, without look-around and back references
  public static <R> Value<R, Boolean> matches(
      Value<R, ? extends @Nullable String> text, String pattern) {
    return Value.of(new Matches(text.expression(), pattern), List.of(text));
  }

  public static <R> Value<R, Boolean> matches(
      FieldReference<R, ? extends @Nullable String> text, String pattern) {
    return matches(Expressions.field(text), pattern);
  }

  /// What a group matched where a regular expression first matches; null if nothing.
  ///
  /// @param group 0 for the whole match, then the parentheses from 1
  public static <R> Value<R, @Nullable String> extract(
      Value<R, ? extends @Nullable String> text, String pattern, int group) {
    return Value.of(new Extract(text.expression(), pattern, group), List.of(text));
  }

  public static <R> Value<R, @Nullable String> extract(
      FieldReference<R, ? extends @Nullable String> text, String pattern, int group) {
    return extract(Expressions.field(text), pattern, group);
  }

  /// The name of an enum's constant.
  public static <R> Value<R, String> nameOf(Value<R, ? extends @Nullable Enum<?>> constant) {
    return Value.of(new Convert(constant.expression(), ValueType.STRING), List.of(constant));
  }

  private static <R> Value<R, String> of(TextFunction function, Value<R, ?> text) {
    return Value.of(new OfText(function, text.expression()), List.of(text));
  }

  private static <R> Value<R, Boolean> test(
      TextRelation relation, Value<R, ?> text, Value<R, ?> part) {
    return Value.of(
        new TextTest(relation, text.expression(), part.expression()), List.of(text, part));
  }
}
