"""Trains the models of the scoring benchmarks into a folder, once: XGBoost as UBJSON and as ONNX, LightGBM as text."""

import json
import sys
from pathlib import Path

import lightgbm
import numpy as np
import onnx
import xgboost
from onnx import TensorProto, helper

ROWS, FEATURES, MISSING = 40_000, 40, 0.1


def rows() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    matrix = random.normal(size=(ROWS, FEATURES)).astype(np.float32)
    matrix[random.random((ROWS, FEATURES)) < MISSING] = np.nan
    known = np.nan_to_num(matrix)
    score = known @ random.normal(size=FEATURES) + 2 * known[:, 0] * known[:, 1] + random.normal(size=ROWS)
    return matrix, (score > 0).astype(int)


def to_onnx(booster: xgboost.Booster) -> onnx.ModelProto:
    """Its trees as one TreeEnsembleRegressor and a sigmoid. A base score of 0.5 is a margin of 0."""
    trees = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]
    nodes = {name: [] for name in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    nodes["missing_value_tracks_true"] = []
    leaves = {name: [] for name in ("treeids", "nodeids", "ids", "weights")}
    for tree, parts in enumerate(trees):
        for node, left in enumerate(parts["left_children"]):
            leaf = left == -1
            nodes["treeids"].append(tree)
            nodes["nodeids"].append(node)
            nodes["featureids"].append(0 if leaf else parts["split_indices"][node])
            nodes["values"].append(0.0 if leaf else parts["split_conditions"][node])
            nodes["modes"].append("LEAF" if leaf else "BRANCH_LT")
            nodes["truenodeids"].append(0 if leaf else left)
            nodes["falsenodeids"].append(0 if leaf else parts["right_children"][node])
            nodes["missing_value_tracks_true"].append(0 if leaf else int(parts["default_left"][node]))
            if leaf:
                leaves["treeids"].append(tree)
                leaves["nodeids"].append(node)
                leaves["ids"].append(0)
                leaves["weights"].append(parts["split_conditions"][node])
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["margins"],
        domain="ai.onnx.ml",
        n_targets=1,
        **{f"nodes_{name}": values for name, values in nodes.items()},
        **{f"target_{name}": values for name, values in leaves.items()},
    )
    graph = helper.make_graph(
        [ensemble, helper.make_node("Sigmoid", ["margins"], ["probabilities"])],
        "trees",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, FEATURES])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 1])],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=versions, ir_version=10)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    matrix, labels = rows()
    for trees, depth in ((100, 6), (500, 8)):
        name = folder / f"xgboost-{trees}x{depth}"
        parameters = {
            "max_depth": depth,
            "eta": 0.1,
            "objective": "binary:logistic",
            "base_score": 0.5,
            "tree_method": "hist",
            "nthread": 2,
        }
        booster = xgboost.train(parameters, xgboost.DMatrix(matrix, labels), trees)
        booster.save_model(f"{name}.ubj")
        onnx.save(to_onnx(booster), f"{name}.onnx")
    parameters = {"objective": "binary", "num_leaves": 255, "learning_rate": 0.1, "num_threads": 2, "verbose": -1}
    lightgbm.train(parameters, lightgbm.Dataset(matrix, labels), 500).save_model(folder / "lightgbm-500x255.txt")
    matrix.tofile(folder / "rows.new")
    # Renamed last: its presence means that all of them are whole.
    (folder / "rows.new").rename(folder / "rows.f32")


main()
