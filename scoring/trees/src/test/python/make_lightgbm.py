"""Trains the small models that LightgbmGoldenTest scores, with the real LightGBM (lightgbm 4.7.0).

    python make_lightgbm.py ../resources/roundhouse/scoring/trees/lightgbm

For each case it writes NAME.txt as `save_model` leaves it, and NAME.rows: a line `FEATURES ROWS
MARGINS OUTPUTS BITS`, then for each row its values, margins and outputs as the bits of float64 in
hexadecimal. The reference is the saved file, reloaded, dense `Booster.predict` on one thread.
"""

import pathlib
import sys

import lightgbm
import numpy as np

FEATURES = 5
CATEGORIES = 40
CATEGORICAL = 4
ZERO = float(np.float32(1e-35))
THRESHOLDS_EACH = 12


def training_rows(rng, rows, missing):
    x = rng.normal(size=(rows, FEATURES))
    x[:, 2] = np.round(x[:, 2], 1)
    x[rng.random(rows) < 0.4, 3] = 0
    x[:, CATEGORICAL] = rng.integers(0, CATEGORIES, rows)
    x[rng.random(x.shape) < missing] = np.nan
    known = np.nan_to_num(x)
    return x, known[:, 0] - known[:, 1] + known[:, 3] + (known[:, 4] % 3 == 1) + rng.normal(size=rows) * 0.5


def thresholds(text):
    """Of numeric splits, by feature."""
    found = {}
    for tree in text.split("\nTree=")[1:]:
        lines = dict(line.split("=", 1) for line in tree.splitlines() if "=" in line)
        if not lines.get("split_feature"):
            continue
        kinds = lines["decision_type"].split()
        for feature, value, kind in zip(lines["split_feature"].split(), lines["threshold"].split(), kinds):
            if int(kind) & 1 == 0:
                found.setdefault(int(feature), set()).add(float(value))
    return found


def edge_rows(rng, x, text):
    rows = [np.full(FEATURES, np.nan), np.zeros(FEATURES), -np.zeros(FEATURES)]

    def put(feature, value):
        row = x[rng.integers(len(x))].copy()
        row[feature] = value
        rows.append(row)

    tiny = [5e-324, ZERO, np.nextafter(ZERO, 1), np.nextafter(ZERO, 0), 1e-36, 1e-34]
    for feature in (0, 2, 3):
        for value in [*tiny, -0.0, 1e300, 1.7e308, np.inf]:
            put(feature, value)
            put(feature, -value)
    for code in (0, 1, 31, 32, 39, 40, 63, 64, 1000, 100000, -1, -0.5, 0.5, 1.5, 1e10, -1e10, 3e9, np.inf, -np.inf, np.nan):
        put(CATEGORICAL, code)
    for feature, values in sorted(thresholds(text).items()):
        for value in sorted(values)[:THRESHOLDS_EACH]:
            for hit in (value, np.nextafter(value, -np.inf), np.nextafter(value, np.inf)):
                put(feature, hit)
    return np.array(rows)


def write(folder, name, booster, x, rng):
    path = folder / f"{name}.txt"
    booster.save_model(path)
    # What follows the trees is not read.
    text = path.read_text()
    end = text.index("end of trees") + len("end of trees\n")
    path.write_text(text[:end])
    x = np.vstack([x[:60], edge_rows(rng, x, text)])
    loaded = lightgbm.Booster(model_file=path)
    margins = loaded.predict(x, raw_score=True, num_threads=1).reshape(len(x), -1)
    outputs = loaded.predict(x, num_threads=1).reshape(len(x), -1)
    lines = [f"{x.shape[1]} {len(x)} {margins.shape[1]} {outputs.shape[1]} 64"]
    for row in np.hstack([x, margins, outputs]):
        lines.append(" ".join(f"{bits:016x}" for bits in row.astype(np.float64).view(np.uint64)))
    (folder / f"{name}.rows").write_text("\n".join(lines) + "\n")
    print(name, len(x), loaded.num_trees())


def case(folder, name, seed, params, rounds=3, rows=600, missing=0.1, categorical=True):
    rng = np.random.default_rng(seed)
    x, signal = training_rows(rng, rows, missing)
    label = labels(params["objective"], signal, rng)
    kinds = [CATEGORICAL] if categorical else []
    group = [rows // 20] * 20 if "rank" in params["objective"] else None
    data = lightgbm.Dataset(x, label, categorical_feature=kinds, group=group)
    fixed = {"verbose": -1, "num_threads": 1, "deterministic": True, "seed": seed, "num_leaves": 7,
             "min_data_in_leaf": 5, "min_data_per_group": 5, "cat_smooth": 1}
    booster = lightgbm.train({**fixed, **params}, data, rounds)
    write(folder, name, booster, x, rng)


def labels(objective, signal, rng):
    if objective in ("binary",):
        return (signal > 0.3).astype(int)
    if objective.startswith("multiclass"):
        return np.digitize(signal, [-0.5, 0.8])
    if objective.startswith("cross_entropy"):
        return 1 / (1 + np.exp(-signal))
    if objective in ("poisson", "gamma", "tweedie", "mape"):
        return np.exp(signal / 2) + 0.1
    if "rank" in objective:
        return np.digitize(signal, [-0.5, 0.8])
    return signal


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    binary = {"objective": "binary"}
    case(folder, "binary", 1, binary, rounds=6)
    case(folder, "binary-sigmoid", 2, {**binary, "sigmoid": 0.7})
    case(folder, "binary-numeric", 3, binary, categorical=False, rounds=5)
    case(folder, "binary-dense", 4, binary, missing=0)
    case(folder, "binary-zero-missing", 5, {**binary, "zero_as_missing": True}, rounds=6)
    case(folder, "binary-no-missing", 6, {**binary, "use_missing": False}, rounds=6)
    case(folder, "binary-onehot", 7, {**binary, "max_cat_to_onehot": 100})
    case(folder, "binary-dart", 8, {**binary, "boosting": "dart", "drop_rate": 0.5}, rounds=6)
    case(folder, "binary-forest", 9, {**binary, "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6})
    case(folder, "binary-goss", 10, {**binary, "data_sample_strategy": "goss"})
    case(folder, "binary-deep", 11, {**binary, "num_leaves": 60, "min_data_in_leaf": 1}, rounds=2)
    case(folder, "stump-constant", 12, {"objective": "regression", "min_data_in_leaf": 500})
    for seed, objective in enumerate(
        ["regression", "regression_l1", "huber", "fair", "quantile", "mape", "poisson", "gamma", "tweedie",
         "cross_entropy", "cross_entropy_lambda", "lambdarank", "rank_xendcg"], 20):
        case(folder, objective, seed, {"objective": objective})
    case(folder, "regression-sqrt", 40, {"objective": "regression", "reg_sqrt": True})
    case(folder, "multiclass", 41, {"objective": "multiclass", "num_class": 3})
    case(folder, "multiclassova", 42, {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.3})
    case(folder, "multiclass-forest", 43, {"objective": "multiclass", "num_class": 3, "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6})
    case(folder, "unsupported-linear", 44, {"objective": "regression", "linear_tree": True}, categorical=False)
    (folder / "unsupported-linear.rows").unlink()


main()
