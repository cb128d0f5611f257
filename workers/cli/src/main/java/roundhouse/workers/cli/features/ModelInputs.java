package roundhouse.workers.cli.features;

import java.util.ArrayList;
import java.util.List;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Which features each model takes in, from its input schema.
public final class ModelInputs {
  private final ObjectStore store;
  private final RegistryState state;

  public ModelInputs(ObjectStore store, RegistryState state) {
    this.store = store;
    this.state = state;
  }

  /// The features of a registered model, and its label.
  List<String> of(String model) {
    ModelRegistered registered = state.model(ModelId.of(model)).orElseThrow().change();
    ObjectKey schema = ObjectKey.of(registered.location()).resolve(ModelArtefact.SCHEMA);
    List<String> names = new ArrayList<>(InputSchema.parse(store.read(schema)).names());
    names.add(registered.label());
    return names;
  }
}
