package roundhouse.http.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;
import roundhouse.http.problem.RefusedStartException;

/// Reads a record of options to the end before it refuses them, so that one start shows every
/// problem: unknown keys, values of the wrong type, and what does not fit together.
///
/// @param prefix of the keys, `roundhouse.scorer`
/// @param type the record that they are bound to
/// @param check what does not fit, one line each; also called where some values were of the wrong
///   type, which then are null or 0
public record OptionsCheck<T>(String prefix, Class<T> type, Function<T, List<String>> check)
    implements ConfigurationPropertiesBindHandlerAdvisor {
  @Override
  public BindHandler apply(BindHandler handler) {
    return new Collecting<>(this, handler);
  }

  private static final class Collecting<T> extends AbstractBindHandler {
    private final OptionsCheck<T> options;
    private final List<String> problems = new ArrayList<>();
    private final Set<ConfigurationPropertyName> mistyped = new HashSet<>();

    Collecting(OptionsCheck<T> options, BindHandler parent) {
      super(parent);
      this.options = options;
    }

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
        throws Exception {
      if (isOption(name)) {
        mistyped.add(name);
        problems.add(mistyped(name, target, context.getConfigurationProperty()));
        return null;
      }
      return super.onFailure(name, target, context, error);
    }

    @Override
    public void onFinish(
        ConfigurationPropertyName name,
        Bindable<?> target,
        BindContext context,
        @Nullable Object result)
        throws Exception {
      if (!options.type().isInstance(result)) {
        super.onFinish(name, target, context, result);
        return;
      }
      try {
        super.onFinish(name, target, context, result);
      } catch (UnboundConfigurationPropertiesException unbound) {
        unbound.getUnboundProperties().stream()
            .filter(property -> !mistyped.contains(property.getName()))
            .forEach(property -> problems.add(unknown(property)));
      }
      problems.addAll(options.check().apply(options.type().cast(result)));
      if (!problems.isEmpty()) {
        throw new RefusedStartException(problems);
      }
    }

    private boolean isOption(ConfigurationPropertyName name) {
      ConfigurationPropertyName prefix = ConfigurationPropertyName.of(options.prefix());
      return prefix.isParentOf(name);
    }

    private static String mistyped(
        ConfigurationPropertyName name,
        Bindable<?> target,
        @Nullable ConfigurationProperty property) {
      return "%s '%s': expected %s; correct the value"
          .formatted(
              name,
              property == null ? "" : property.getValue(),
              expectation(target.getType().toClass()));
    }

    private static String expectation(Class<?> type) {
      if (type == int.class) {
        return "a whole number";
      }
      if (type == boolean.class) {
        return "true or false";
      }
      if (type == Duration.class) {
        return "a duration such as 500ms or 2s";
      }
      if (type.isEnum()) {
        return "one of "
            + Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
      }
      return type == DataSize.class ? "a size such as 512KB or 1MB" : "a path";
    }

    private static String unknown(ConfigurationProperty property) {
      return "%s '%s': expected a key that this process knows; remove it or correct its name"
          .formatted(property.getName(), property.getValue());
    }
  }
}
