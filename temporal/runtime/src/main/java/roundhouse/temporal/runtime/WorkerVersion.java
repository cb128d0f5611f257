package roundhouse.temporal.runtime;

/// Which build of which deployment a worker is, for Temporal's worker versioning: the server sends
/// it work only once an operator has made the build the deployment's current one.
///
/// @param deployment same for all workers that replace one another
/// @param buildId of the code, a git revision or an image's digest
public record WorkerVersion(String deployment, String buildId) {
  public WorkerVersion {
    if (deployment.isBlank() || buildId.isBlank() || deployment.contains(".")) {
      throw new IllegalArgumentException(
          "Worker version '%s' of '%s': expected a build id and a deployment's name without dots; e.g. roundhouse and 4f2c1ab"
              .formatted(buildId, deployment));
    }
  }
}
