"""Trains the small models that GoldenModelsTest scores, with the real XGBoost (xgboost-cpu 3.2.0).

    python make_golden.py ../resources/roundhouse/scoring/trees/golden

For each case it writes NAME.json and NAME.ubj as `save_model` leaves them (one of several margins
as UBJSON only), and NAME.rows: a line of feature count and row count, then for each row its values,
its margins and its outputs as the bits of float32 in hexadecimal. The reference is the saved file, reloaded, on one CPU thread, through
`Booster.predict(DMatrix)` over all iterations.
"""

import json
import pathlib
import sys

import numpy as np
import xgboost

NAN = np.float32("nan")
TYPES = ["q", "q", "q", "c", "c", "i"]
CATEGORIES = {3: 7, 4: 90}


def training_rows(rng, rows, missing):
    x = rng.normal(size=(rows, len(TYPES))).astype(np.float32)
    for feature, categories in CATEGORIES.items():
        x[:, feature] = rng.integers(0, categories, rows)
    x[:, 5] = rng.integers(0, 2, rows)
    x[:, 2] = np.round(x[:, 2], 1)
    x[rng.random(x.shape) < missing] = NAN
    noise = rng.normal(size=rows)
    signal = np.nan_to_num(x[:, 0]) * 1.5 - np.nan_to_num(x[:, 1]) + np.sin(np.nan_to_num(x[:, 4]))
    signal = signal + (np.nan_to_num(x[:, 3]) % 3 == 1)
    return x, signal + noise


def thresholds(model):
    """Every feature's thresholds: rows that hit them exactly, and the floats beside them."""
    found = {}
    booster = model["learner"]["gradient_booster"]
    for tree in booster.get("gbtree", booster)["model"]["trees"]:
        for node, left in enumerate(tree["left_children"]):
            if left != -1 and tree["split_type"][node] == 0:
                value = np.float32(tree["split_conditions"][node])
                found.setdefault(tree["split_indices"][node], set()).add(value)
    return found


def edge_rows(rng, x, model):
    rows = [np.full(len(TYPES), NAN), np.zeros(len(TYPES)), -np.zeros(len(TYPES))]
    tiny = np.float32(1e-45)
    extremes = [tiny, -tiny, np.float32(3.4028235e38), np.float32(-3.4028235e38), np.float32(-0.0)]
    for value in extremes:
        for feature in (0, 1, 2):
            row = x[rng.integers(len(x))].copy()
            row[feature] = value
            rows.append(row)
    for feature, categories in CATEGORIES.items():
        for code in (0, 1, categories - 1, categories, 63, 64, 127, 128, 100000, -1, 1.5):
            row = x[rng.integers(len(x))].copy()
            row[feature] = code
            rows.append(row)
    for feature, values in sorted(thresholds(model).items()):
        for value in sorted(values)[:25]:
            for hit in (value, np.nextafter(value, np.float32(-np.inf)), np.nextafter(value, np.float32(np.inf))):
                row = x[rng.integers(len(x))].copy()
                row[feature] = hit
                rows.append(row)
    return np.array(rows, dtype=np.float32)


def write(folder, name, booster, x, rng):
    for suffix in ("json", "ubj"):
        booster.save_model(folder / f"{name}.{suffix}")
    model = json.loads((folder / f"{name}.json").read_text())
    x = np.vstack([x[: 80 if len(x) <= 500 else 200], edge_rows(rng, x, model)])
    x = x[:, : booster.num_features()]
    loaded = xgboost.Booster({"nthread": 1})
    loaded.load_model(folder / f"{name}.ubj")
    types = loaded.feature_types or TYPES
    matrix = xgboost.DMatrix(x, feature_types=types, feature_names=loaded.feature_names, enable_categorical=True)
    last = loaded.num_boosted_rounds()
    margins = loaded.predict(matrix, output_margin=True, iteration_range=(0, last))
    outputs = loaded.predict(matrix, iteration_range=(0, last))
    lines = [f"{x.shape[1]} {x.shape[0]}"]
    for row, margin, output in zip(x, margins, outputs):
        bits = np.hstack([row, margin, output]).astype(np.float32).view(np.uint32)
        lines.append(" ".join(f"{value:08x}" for value in bits))
    (folder / f"{name}.rows").write_text("\n".join(lines) + "\n")
    print(name, x.shape, model["learner"]["learner_model_param"]["base_score"])


def case(folder, name, seed, rounds, params, missing=0.1, rows=2000, types=None, label=None, trained=None, **train):
    rng = np.random.default_rng(seed)
    x, signal = training_rows(rng, rows, missing)
    y = labels(params, signal) if label is None else np.full(rows, label, dtype=np.float32)
    ranked = {"qid": np.arange(rows) // 20} if params["objective"].startswith("rank:") else {}
    names = [f"f_{i}" for i in range(len(TYPES))]
    matrix = xgboost.DMatrix(x, y, feature_types=types or TYPES, feature_names=names, enable_categorical=True, **ranked)
    if params["objective"] == "survival:aft":
        matrix.set_float_info("label_lower_bound", y)
        matrix.set_float_info("label_upper_bound", np.where(signal > 1, np.inf, y))
    booster = xgboost.train(
        {"seed": seed, "nthread": 1, "eta": 0.1, **(trained or params)}, matrix, rounds,
        evals=[(matrix, "train")] if train else (), verbose_eval=False, **train)
    write(folder, name, booster, x, rng)
    return booster


def labels(params, signal):
    objective = params["objective"]
    if params.get("num_target"):
        return np.column_stack([signal, -2 * signal + 1])
    if objective.startswith("multi:"):
        return np.digitize(signal, [-0.5, 1.2])
    if objective == "reg:logistic":
        return 1 / (1 + np.exp(-signal))
    if objective in ("count:poisson", "reg:gamma", "reg:tweedie", "survival:aft", "survival:cox", "reg:squaredlogerror"):
        return np.exp(signal / 3)
    if objective.startswith("rank:"):
        return (signal > 0.3).astype(int)
    return signal if objective.startswith("reg:") else (signal > 0.3).astype(np.float32)


def later_dart(folder, name, source, within):
    """Hand-made, for no library on PyPI writes it: dart as XGBoost 3.3 lays it out, or 3.4 (`within`).

    The rows are those of the source, as the trees and weights are the same.
    """
    model = json.loads((folder / f"{source}.json").read_text())
    dart = model["learner"]["gradient_booster"]
    booster = {"name": "gbtree", **dart["gbtree"]}
    (booster["model"] if within else booster)["weight_drop"] = dart["weight_drop"]
    model["learner"]["gradient_booster"] = booster
    model["version"] = [3, 4 if within else 3, 0]
    (folder / f"{name}.json").write_text(json.dumps(model, separators=(",", ":")))
    (folder / f"{name}.rows").write_text((folder / f"{source}.rows").read_text())


def scalar_base_score(folder, name, source, rng):
    """The same trees as XGBoost 3.0 saves them, with the base score a plain number.

    xgboost-cpu 3.2 reads such a file itself, so the margins are the library's own.
    """
    model = json.loads((folder / f"{source}.json").read_text())
    parameters = model["learner"]["learner_model_param"]
    parameters["base_score"] = parameters["base_score"].strip("[]")
    model["version"] = [3, 0, 4]
    (folder / f"{name}.json").write_text(json.dumps(model, separators=(",", ":")))
    booster = xgboost.Booster(model_file=folder / f"{name}.json")
    # The file as written stays: `write` would save it with 3.2's vector again.
    kept = (folder / f"{name}.json").read_bytes()
    x, _ = training_rows(rng, 400, 0.1)
    write(folder, name, booster, x, rng)
    (folder / f"{name}.json").write_bytes(kept)
    (folder / f"{name}.ubj").unlink()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    logistic = {"objective": "binary:logistic"}
    case(folder, "logistic-depth6", 1, 12, {**logistic, "max_depth": 6})
    case(folder, "logistic-onehot", 2, 8, {**logistic, "max_depth": 4, "max_cat_to_onehot": 1000})
    case(folder, "logistic-sets", 3, 8, {**logistic, "max_depth": 5, "max_cat_to_onehot": 1, "max_cat_threshold": 64})
    case(folder, "logistic-numeric", 4, 10, {**logistic, "max_depth": 5, "tree_method": "exact"}, types=["q"] * 6)
    case(folder, "logistic-dense", 5, 6, {**logistic, "max_depth": 4}, missing=0)
    case(folder, "logistic-forest", 6, 3, {**logistic, "num_parallel_tree": 4, "subsample": 0.6, "max_depth": 4})
    case(folder, "logistic-lossguide", 7, 6, {**logistic, "grow_policy": "lossguide", "max_leaves": 24, "max_depth": 0})
    case(folder, "logistic-pruned", 8, 6, {**logistic, "max_depth": 6, "gamma": 3.0, "tree_method": "exact"}, types=["q"] * 6)
    case(folder, "logistic-early", 9, 40, {**logistic, "max_depth": 3, "eta": 1.0}, early_stopping_rounds=2, rows=300)
    case(folder, "logistic-rare", 10, 5, {**logistic, "max_depth": 3, "base_score": 0.0123}, rows=600)
    case(folder, "logistic-one-label", 11, 2, {**logistic, "max_depth": 3}, rows=200, label=1)
    case(folder, "logistic-stumps", 12, 3, {**logistic, "max_depth": 1})
    case(folder, "squared-error", 14, 8, {"objective": "reg:squarederror", "max_depth": 5})
    case(folder, "reg-logistic", 15, 6, {"objective": "reg:logistic", "max_depth": 4})
    case(folder, "logit-raw", 16, 4, {"objective": "binary:logitraw", "max_depth": 3})
    scalar_base_score(folder, "scalar-base-score", "logistic-sets", np.random.default_rng(17))
    wide(folder)
    unsupported(folder, "binary:logistic", "no-round", rounds=0)
    unsupported(folder, "binary:logistic", "gblinear", booster="gblinear")


def wide(folder):
    """Other objectives, several margins, dart."""
    for seed, objective in enumerate((
            "binary:hinge", "count:poisson", "rank:map", "rank:ndcg", "rank:pairwise", "reg:absoluteerror", "reg:gamma",
            "reg:pseudohubererror", "reg:squaredlogerror", "reg:tweedie", "survival:aft", "survival:cox"), 30):
        one(folder, objective.replace(":", "-"), seed, {"objective": objective})
    for seed, objective in enumerate(("multi:softmax", "multi:softprob"), 50):
        one(folder, objective.replace(":", "-"), seed, {"objective": objective, "num_class": 3})
    one(folder, "softprob-forest", 52, {"objective": "multi:softprob", "num_class": 3, "num_parallel_tree": 2, "subsample": 0.7})
    one(folder, "quantile", 53, {"objective": "reg:quantileerror", "quantile_alpha": 0.3})
    one(folder, "quantiles", 54, {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.5, 0.9]})
    one(folder, "targets", 55, {"objective": "reg:squarederror", "num_target": 2})
    one(folder, "target-vectors", 56, {"objective": "reg:squarederror", "num_target": 2, "multi_strategy": "multi_output_tree"}, types=["q"] * 6)
    one(folder, "softprob-vectors", 57, {"objective": "multi:softprob", "num_class": 3, "multi_strategy": "multi_output_tree"}, types=["q"] * 6)
    dart = {"booster": "dart", "rate_drop": 0.5, "one_drop": 1}
    one(folder, "dart", 58, {"objective": "reg:squarederror", "base_score": 1000, **dart}, rounds=8, kept=("json", "ubj"))
    one(folder, "dart-softprob", 59, {"objective": "multi:softprob", "num_class": 3, **dart}, rounds=4)
    later_dart(folder, "dart-of-3.3", "dart", within=False)
    later_dart(folder, "dart-of-3.4", "dart", within=True)


def one(folder, name, seed, params, rounds=3, kept=("ubj",), **more):
    params = {"max_depth": 3, **params}
    trained = {key: value for key, value in params.items() if key != "num_target"}
    case(folder, name, seed, rounds, params, rows=500, trained=trained, **more)
    for suffix in {"json", "ubj"} - set(kept):
        (folder / f"{name}.{suffix}").unlink()


def unsupported(folder, objective, name, rounds=1, **params):
    rng = np.random.default_rng(18)
    x = rng.normal(size=(60, 2)).astype(np.float32)
    params = {"objective": objective, "nthread": 1, **params}
    if objective.startswith("multi"):
        params["num_class"] = 3
    matrix = xgboost.DMatrix(x, rng.integers(0, 3 if objective.startswith("multi") else 2, 60), qid=np.zeros(60) if "rank" in objective else None)
    booster = xgboost.train(params, matrix, rounds)
    booster.save_model(folder / f"unsupported-{name}.ubj")


if __name__ == "__main__":
    main()
