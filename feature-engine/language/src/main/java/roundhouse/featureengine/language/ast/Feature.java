package roundhouse.featureengine.language.ast;

/// A named value of the ask: one column of a dataset.
public record Feature(String name, Expression value) {}
