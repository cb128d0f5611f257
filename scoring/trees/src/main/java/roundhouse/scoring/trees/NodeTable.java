package roundhouse.scoring.trees;

/// The nodes of all trees in the layout that [TreeEnsemble] describes.
///
/// @param missingStep 0 where a missing value goes left, 1 where it goes right
@SuppressWarnings("ArrayRecordComponent") // Never compared: handed over to the ensemble.
record NodeTable(
    int[] roots,
    int[] feature,
    float[] threshold,
    int[] left,
    byte[] missingStep,
    CategorySets categories) {}
