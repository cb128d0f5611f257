package roundhouse.featureengine.language.program;

import java.util.List;
import roundhouse.featureengine.language.plan.Plan;

/// What the state of one entity kind is made of and what is computed from it, in words: of the same
/// gathered plan that its fold is compiled from, so that what is said to be shared is.
///
/// @param histories the events that it is fed, each stream, key and filter once
public record EntityOutline(List<History> histories) {
  public EntityOutline {
    histories = List.copyOf(histories);
  }

  /// Those of a plan, in the order of [Program#entities].
  public static List<EntityOutline> of(Plan plan) {
    return new EntityOutlines(plan).all();
  }

  /// Events, and what is kept of them.
  ///
  /// @param events `payment by card if online`
  /// @param kept `each event for 7 days: at, amount`
  public record History(String events, String kept, List<Part> parts) {
    public History {
      parts = List.copyOf(parts);
    }
  }

  /// What is computed once over a window, whoever reads it.
  ///
  /// @param window `within 7 days`
  /// @param value `exact sum of amount`
  /// @param readers the features or the label that are made from it
  public record Part(String window, String value, List<String> readers) {
    public Part {
      readers = List.copyOf(readers);
    }
  }
}
