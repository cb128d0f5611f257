"""Writes XGBoost's own contributions for the first rows of golden models: `<model>.contributions` beside each.

A line a row: for each margin the parts of the features and last the bias, as decimals of float32."""

import sys
from pathlib import Path

import numpy as np
import xgboost

ROWS = 40


def main() -> None:
    folder = Path(sys.argv[1])
    for name in ("logistic-depth6", "logistic-sets", "multi-softprob", "dart"):
        booster = xgboost.Booster({"nthread": 1}, model_file=folder / f"{name}.ubj")
        lines = (folder / f"{name}.rows").read_text().splitlines()
        features = int(lines[0].split()[0])
        words = [line.split()[:features] for line in lines[1 : ROWS + 1]]
        rows = np.array([[int(word, 16) for word in line] for line in words], dtype=np.uint32).view(np.float32)
        matrix = xgboost.DMatrix(
            rows,
            feature_names=booster.feature_names,
            feature_types=booster.feature_types,
            enable_categorical=True,
            nthread=1,
        )
        parts = booster.predict(matrix, pred_contribs=True).reshape(len(rows), -1)
        text = "\n".join(" ".join(np.format_float_scientific(part, unique=True) for part in row) for row in parts)
        (folder / f"{name}.contributions").write_text(text + "\n")


main()
