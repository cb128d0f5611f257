"""Fits the small models that SklearnGoldenTest scores, with the real scikit-learn (1.9.1).

    PYTHONPATH=../../../../../activities/trainer-python/src python make_sklearn.py ../resources/roundhouse/scoring/trees/sklearn

For each case it writes NAME.txt by the trainer's exporter, and NAME.rows: a line `FEATURES ROWS MARGINS OUTPUTS BITS`,
then for each row its values, margins and outputs as the bits of float64 in hexadecimal. The reference is the
estimator on one thread.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

from roundhouse_trainer import sklearn_model

FEATURES = 4
NAMES = {
    "forest-binary": RandomForestClassifier(7, max_depth=5, random_state=1, n_jobs=1),
    "forest-classes": RandomForestClassifier(5, max_depth=4, random_state=1, n_jobs=1),
    "forest-regression": RandomForestRegressor(6, max_depth=5, random_state=1, n_jobs=1),
    "forest-missing": RandomForestClassifier(5, max_depth=5, random_state=1, n_jobs=1),
    "extra-binary": ExtraTreesClassifier(7, max_depth=5, random_state=1, n_jobs=1),
    "extra-regression": ExtraTreesRegressor(6, max_depth=5, random_state=1, n_jobs=1),
    "boosted-binary": GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=1),
    "boosted-exponential": GradientBoostingClassifier(n_estimators=8, loss="exponential", random_state=1),
    "boosted-classes": GradientBoostingClassifier(n_estimators=4, random_state=1),
    "boosted-zero": GradientBoostingClassifier(n_estimators=4, init="zero", random_state=1),
    "boosted-regression": GradientBoostingRegressor(n_estimators=8, random_state=1),
    "boosted-quantile": GradientBoostingRegressor(n_estimators=6, loss="quantile", alpha=0.8, random_state=1),
    "histogram-binary": HistGradientBoostingClassifier(max_iter=8, max_leaf_nodes=8, random_state=1),
    "histogram-missing": HistGradientBoostingClassifier(max_iter=8, max_leaf_nodes=8, random_state=1),
    "histogram-classes": HistGradientBoostingClassifier(max_iter=4, max_leaf_nodes=6, random_state=1),
    "histogram-regression": HistGradientBoostingRegressor(max_iter=8, max_leaf_nodes=8, random_state=1),
    "histogram-poisson": HistGradientBoostingRegressor(max_iter=6, max_leaf_nodes=8, loss="poisson", random_state=1),
    "histogram-gamma": HistGradientBoostingRegressor(max_iter=6, max_leaf_nodes=8, loss="gamma", random_state=1),
}


def training_rows(rng, name):
    x = rng.normal(size=(400, FEATURES)).astype(np.float32)
    x[:, 2] = np.round(x[:, 2], 1)
    score = x[:, 0] - x[:, 1] * x[:, 3] + rng.normal(size=len(x)) * 0.3
    if "missing" in name:
        x[rng.random(x.shape) < 0.15] = np.nan
    if "classes" in name:
        return x, np.digitize(score, [-0.5, 0.7])
    if "poisson" in name or "gamma" in name:
        return x, np.exp(score / 2) + 0.1
    return x, (score > 0).astype(int) if hasattr(NAMES[name], "predict_proba") else score


def thresholds(model):
    found = []
    for line in sklearn_model.dump(model).splitlines():
        if line.startswith("feature="):
            features = [int(word) for word in line[8:].split()]
        elif line.startswith("kind="):
            kinds = [int(word) for word in line[5:].split()]
        elif line.startswith("threshold="):
            values = [float(word) for word in line[10:].split()]
            found += [(f, v) for f, v, k in zip(features, values, kinds) if k]
    return found


def edge_rows(rng, x, model):
    rows = [np.zeros(FEATURES), -np.zeros(FEATURES)]
    values = [5e-324, -5e-324, 1e-45, 3e38, -3e38]
    double = type(model).__name__ in sklearn_model.HISTOGRAM
    if double:
        values += [np.inf, -np.inf, 1e300, np.nan]
    elif _accepts_nan(model):
        values += [np.nan]
    for feature in range(FEATURES):
        for value in values:
            rows.append(_with(rng, x, feature, value))
    found = thresholds(model)
    for i in rng.permutation(len(found))[:30]:
        feature, value = found[i]
        near = np.float32(value)
        for each in (value, np.nextafter(value, -np.inf), np.nextafter(value, np.inf), near,
                     np.nextafter(near, np.float32(np.inf)), np.nextafter(near, np.float32(-np.inf))):
            rows.append(_with(rng, x, feature, each))
    return np.array(rows, dtype=np.float64 if double else np.float32)


def _with(rng, x, feature, value):
    row = np.nan_to_num(x[rng.integers(len(x))]).astype(np.float64)
    row[feature] = value
    return row


def _accepts_nan(model):
    return "refused=infinities" in sklearn_model.dump(model)


def predicted(model, rows):
    if hasattr(model, "predict_proba"):
        found = model.predict_proba(rows)
        return found[:, 1:] if found.shape[1] == 2 else found
    return model.predict(rows)[:, None]


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in NAMES.items():
        rng = np.random.default_rng(5)
        x, y = training_rows(rng, name)
        model.fit(x, y)
        rows = np.vstack([x[:60].astype(np.float64) if "missing" in name else np.nan_to_num(x[:60]), edge_rows(rng, x, model)])
        if type(model).__name__ not in sklearn_model.HISTOGRAM:
            rows = rows.astype(np.float32)
        margins = np.asarray(sklearn_model.margins(model, rows)).reshape(len(rows), -1)
        outputs = predicted(model, rows)
        (folder / f"{name}.txt").write_text(sklearn_model.dump(model))
        lines = [f"{FEATURES} {len(rows)} {margins.shape[1]} {outputs.shape[1]} 64"]
        for parts in zip(rows, margins, outputs):
            words = np.concatenate([np.asarray(part, dtype=np.float64) for part in parts]).view(np.uint64)
            lines.append(" ".join(f"{word:x}" for word in words))
        (folder / f"{name}.rows").write_text("\n".join(lines) + "\n")


main()
