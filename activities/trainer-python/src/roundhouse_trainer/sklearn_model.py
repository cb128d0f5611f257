"""scikit-learn's trees as text, `roundhouse-sklearn@1`: the library itself has only pickles, which are never read.

Lines `name=value`, a section for each tree, nodes as parallel lists. `kind` of a node: 0 a leaf, 1 a split whose
missing values go right, 2 one whose go left, 3 and 4 the same with an infinite threshold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

FORESTS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")
BOOSTED = ("GradientBoostingClassifier", "GradientBoostingRegressor")
HISTOGRAM = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")


class UnsupportedEstimator(ValueError):
    """An estimator that cannot be exported, with the reason."""


def is_one(model: Any) -> bool:
    """Whether a model is an estimator of scikit-learn whose trees can be exported."""
    kind = type(model)
    return kind.__module__.startswith("sklearn.") and kind.__name__ in FORESTS + BOOSTED + HISTOGRAM


def dump(model: Any) -> str:
    """The text of a fitted estimator; raises UnsupportedEstimator."""
    kind = type(model).__name__
    if not hasattr(model, "n_features_in_"):
        raise UnsupportedEstimator(f"{kind}: not fitted; fit it first")
    if kind in FORESTS:
        head, trees = _forest(model)
    elif kind in BOOSTED:
        head, trees = _boosted(model)
    elif kind in HISTOGRAM:
        head, trees = _histogram(model)
    else:
        raise UnsupportedEstimator(f"{kind}: expected one of {', '.join(FORESTS + BOOSTED + HISTOGRAM)}")
    return "\n".join(_lines(model, head, list(trees))) + "\n"


def margins(model: Any, rows: np.ndarray) -> np.ndarray:
    """The raw sums that the library itself comes to, on one thread: the reference of the certificate."""
    if type(model).__name__ in FORESTS:
        classes = getattr(model, "n_classes_", 0)
        total = 0
        for tree in model.estimators_:
            total = total + (tree.predict_proba(rows) if classes else tree.predict(rows))
        return total[:, 1] if classes == 2 else total
    raw = model._raw_predict(np.asarray(rows, dtype=np.float64 if type(model).__name__ in HISTOGRAM else np.float32))
    return raw[:, 0] if raw.shape[1] == 1 else raw


def _lines(model: Any, head: dict[str, Any], trees: list[dict[str, Any]]) -> Iterator[str]:
    import sklearn

    yield "roundhouse-sklearn@1"
    yield f"library=scikit-learn {sklearn.__version__}"
    yield f"model={type(model).__name__}"
    for name, value in head.items():
        yield f"{name}={value}"
    yield f"refused={_refused(model)}"
    yield f"features={model.n_features_in_}"
    yield f"feature_names={json.dumps([str(name) for name in getattr(model, 'feature_names_in_', [])])}"
    yield f"trees={len(trees)}"
    for number, tree in enumerate(trees):
        yield ""
        yield f"tree={number}"
        for name, value in tree.items():
            yield f"{name}={value}"
    yield ""
    yield "end of trees"


def _refused(model: Any) -> str:
    if type(model).__name__ in HISTOGRAM:
        return "nothing"
    try:
        model.predict(np.full((1, model.n_features_in_), np.nan, dtype=np.float32))
    except ValueError:
        return "nan-and-infinities"
    return "infinities"


def _forest(model: Any) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    if model.n_outputs_ != 1:
        raise UnsupportedEstimator(f"{type(model).__name__}: {model.n_outputs_} outputs; expected one, fit one for each")
    classes = getattr(model, "n_classes_", 0)
    if classes == 1:
        raise UnsupportedEstimator(f"{type(model).__name__}: one class only; expected two or more in the training rows")
    several = classes > 2
    head = {
        "values": "float32",
        "link": "probability" if classes == 2 else "identity",
        "parameter": "0",
        "margins": classes if several else 1,
        "base": " ".join("0" for _ in range(classes if several else 1)),
        "divisor": len(model.estimators_),
    }

    def values(tree: Any) -> np.ndarray:
        return tree.value[:, 0, :] if several else tree.value[:, 0, 1 if classes else 0]

    return head, (_tree(each.tree_, -1 if several else 0, values(each.tree_)) for each in model.estimators_)


def _boosted(model: Any) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    initial = model._raw_predict_init(np.zeros((1, model.n_features_in_), dtype=np.float32))[0]
    if model.init is not None and model.init != "zero":
        raise UnsupportedEstimator(f"{type(model).__name__}: an init estimator; expected none or 'zero'")
    classifier = hasattr(model, "classes_")
    count = model.estimators_.shape[1]
    link = "identity" if not classifier else "softmax" if count > 1 else "logistic"
    head = {
        "values": "float32",
        "link": link,
        "parameter": "2" if model.loss == "exponential" else "1",
        "margins": count,
        "base": _reals(initial),
        "divisor": 1,
    }
    return head, (
        _tree(each.tree_, margin, model.learning_rate * each.tree_.value[:, 0, 0])
        for stage in model.estimators_
        for margin, each in enumerate(stage)
    )


def _tree(tree: Any, margin: int, values: np.ndarray) -> dict[str, Any]:
    nodes = tree.__getstate__()["nodes"]
    leaf = tree.children_left == -1
    return _section(
        margin,
        leaf,
        tree.children_left,
        tree.children_right,
        tree.feature,
        tree.threshold,
        nodes["missing_go_to_left"].astype(bool),
        values,
        tree.weighted_n_node_samples,
    )


def _histogram(model: Any) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    if model.is_categorical_ is not None and np.any(model.is_categorical_):
        raise UnsupportedEstimator(
            f"{type(model).__name__}: categorical features; expected numbers, encode them or use XGBoost or LightGBM"
        )
    classifier = hasattr(model, "classes_")
    count = model.n_trees_per_iteration_
    if classifier:
        link = "softmax" if count > 1 else "logistic"
    else:
        link = "exp" if model.loss in ("poisson", "gamma") else "identity"
    head = {
        "values": "float64",
        "link": link,
        "parameter": "1",
        "margins": count,
        "base": _reals(np.broadcast_to(model._baseline_prediction, (1, count))[0]),
        "divisor": 1,
    }
    return head, (
        _histogram_tree(each.nodes, margin) for stage in model._predictors for margin, each in enumerate(stage)
    )


def _histogram_tree(nodes: np.ndarray, margin: int) -> dict[str, Any]:
    leaf = nodes["is_leaf"].astype(bool)
    return _section(
        margin,
        leaf,
        nodes["left"],
        nodes["right"],
        nodes["feature_idx"],
        nodes["num_threshold"],
        nodes["missing_go_to_left"].astype(bool),
        nodes["value"],
        nodes["count"],
    )


def _section(
    margin: int,
    leaf: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    feature: np.ndarray,
    threshold: np.ndarray,
    missing_left: np.ndarray,
    values: np.ndarray,
    cover: np.ndarray,
) -> dict[str, Any]:
    endless = np.isinf(threshold)
    kind = np.where(leaf, 0, 1 + missing_left + 2 * endless)
    return {
        "margin": margin,
        "nodes": len(leaf),
        "kind": _wholes(kind),
        "left": _wholes(np.where(leaf, 0, left)),
        "right": _wholes(np.where(leaf, 0, right)),
        "feature": _wholes(np.where(leaf, 0, feature)),
        "threshold": _reals(np.where(leaf | endless, 0, threshold)),
        "value": _reals(np.asarray(values, dtype=np.float64).ravel()),
        "cover": _reals(cover),
    }


def _wholes(values: np.ndarray) -> str:
    return " ".join(str(int(value)) for value in values)


def _reals(values: np.ndarray) -> str:
    return " ".join(repr(float(value)) for value in values)
