package roundhouse.scoring.trees.xgboost;

import java.util.HashMap;
import java.util.Map;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads a model file in JSON. Numbers of an array never pass through double: a float32 read by way
/// of a double may round twice.
final class JsonModelReader {
  private static final int NUMBER_CHARACTERS = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.NESTING)
                  .maxNumberLength(NUMBER_CHARACTERS)
                  .maxStringLength(Limits.TEXT_BYTES)
                  .maxNameLength(Limits.TEXT_BYTES)
                  .maxDocumentLength(Limits.FILE_BYTES)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // A table of names would be the file's to fill: at times it overflows, by a seed of its
          // own.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final JsonParser parser;
  private final ReadBudget budget = new ReadBudget();

  private JsonModelReader(JsonParser parser) {
    this.parser = parser;
  }

  static ModelValue read(byte[] file) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), file)) {
      return new JsonModelReader(parser).document();
    } catch (JacksonException e) {
      throw new MalformedModelException(
          "file: no JSON at byte %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getByteOffset(),
                  e.getOriginalMessage()),
          e);
    }
  }

  private ModelValue document() {
    parser.nextToken();
    ModelValue root = value();
    if (parser.nextToken() != null) {
      throw new MalformedModelException("file: goes on after the JSON value; expected its end");
    }
    return root;
  }

  private ModelValue value() {
    budget.spendValue();
    return switch (parser.currentToken()) {
      case START_OBJECT -> fields();
      case START_ARRAY -> array();
      case VALUE_STRING -> new ModelValue.Text(parser.getString());
      case VALUE_NUMBER_INT -> new ModelValue.Whole(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> new ModelValue.Real(parser.getFloatValue());
      case VALUE_TRUE -> new ModelValue.Whole(1);
      case VALUE_FALSE -> new ModelValue.Whole(0);
      case VALUE_NULL -> new ModelValue.Nothing();
      case null, default ->
          throw new MalformedModelException(
              "file: ends at byte %d; expected a JSON value"
                  .formatted(parser.currentLocation().getByteOffset()));
    };
  }

  private ModelValue fields() {
    budget.enter();
    Map<String, ModelValue> fields = new HashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      if (ReadBudget.isUnused(name)) {
        parser.skipChildren();
      } else if (fields.put(name, value()) != null) {
        throw new MalformedModelException(
            "field '%s': occurs twice in one object; expected once".formatted(name));
      }
    }
    budget.leave();
    return new ModelValue.Fields(fields);
  }

  private ModelValue array() {
    budget.enter();
    ArrayCollector elements = new ArrayCollector();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      addElement(t, elements);
    }
    budget.leave();
    return elements.array();
  }

  private void addElement(JsonToken token, ArrayCollector elements) {
    switch (token) {
      case VALUE_NUMBER_INT -> elements.addWhole(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> elements.addReal(parser.getFloatValue());
      case null, default -> elements.add(value());
    }
  }
}
