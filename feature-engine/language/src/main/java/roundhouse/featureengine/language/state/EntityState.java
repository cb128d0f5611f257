package roundhouse.featureengine.language.state;

import java.util.List;

/// The state of one entity, in the sections that its fold wrote.
///
/// @param kind its place among the entity kinds of the plan's program
public record EntityState(int kind, Bytes key, List<Section> sections) {
  public EntityState {
    sections = List.copyOf(sections);
  }

  /// A part of an entity's state that is stored and rewritten by itself.
  ///
  /// @param id which part, unique within the entity: the fold's word for it
  public record Section(long id, Bytes content) {}
}
