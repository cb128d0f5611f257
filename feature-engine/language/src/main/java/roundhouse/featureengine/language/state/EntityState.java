package roundhouse.featureengine.language.state;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;

/// The state of one entity, in the sections that its fold wrote.
///
/// @param kind its place among the entity kinds of the plan's program
public record EntityState(int kind, Bytes key, List<Section> sections) {
  public EntityState {
    sections = List.copyOf(sections);
  }

  /// All of a fold that was never written before.
  public static EntityState of(int kind, Bytes key, EntityFold fold) {
    List<Section> sections = new ArrayList<>();
    fold.write(
        new EntityFold.Sections() {
          @Override
          public void put(long section, ByteWriter bytes) {
            sections.add(new Section(section, Bytes.of(bytes.toBytes())));
          }

          /// Its events are forgotten: nothing of it was put.
          @Override
          public void remove(long section) {}
        });
    return new EntityState(kind, key, sections);
  }

  /// Has a fold that knows nothing read all of it.
  ///
  /// @throws roundhouse.featureengine.kernel.UnreadableStateException if it is not of the fold's
  ///   kind, or damaged
  public void readInto(EntityFold fold) {
    sections.forEach(section -> fold.read(section.id(), section.content().array()));
  }

  /// A part of an entity's state that is stored and rewritten by itself.
  ///
  /// @param id which part, unique within the entity: the fold's word for it
  public record Section(long id, Bytes content) {}
}
