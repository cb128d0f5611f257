"""Writes rows.csv and golden.properties: the metrics of scikit-learn and numpy on made-up rows.

Run in a virtual environment with scikit-learn 1.9: python golden.py
"""

import math
import pathlib
import random

import numpy as np
from sklearn import metrics

HERE = pathlib.Path(__file__).parent
SEED, RESAMPLES, CONFIDENCE = 42, 200, 0.9
MASK = (1 << 64) - 1


def split_mix(seed):
    """SplitMix64 as in Java's SplittableRandom: Steele, Lea and Flood, OOPSLA 2014."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def make_rows():
    source = random.Random(7)
    rows = []
    for i in range(600):
        label = source.random() < 0.3
        strength = 1.2 if label else -0.4
        challenger = 1 / (1 + math.exp(-source.gauss(strength, 1.0)))
        champion = 1 / (1 + math.exp(-source.gauss(strength * 0.5, 1.0)))
        # Few distinct values make ties.
        rows.append((f"ask-{i}", int(label), source.randrange(12), round(challenger, 2), round(champion, 1)))
    # As wrong and as right as can be: only the clamp keeps these losses finite.
    rows += [("ask-600", 1, 3, 0.0, 1.0), ("ask-601", 0, 4, 1.0, 0.0)]
    return rows


def main():
    rows = make_rows()
    with open(HERE / "rows.csv", "w") as out:
        for row in rows:
            out.write(",".join(map(str, row)) + "\n")

    label = np.array([r[1] for r in rows])
    day = np.array([r[2] for r in rows])
    scores = {"challenger": np.array([r[3] for r in rows]), "champion": np.array([r[4] for r in rows])}
    golden = {}
    for name, p in scores.items():
        golden[f"{name}.auc"] = metrics.roc_auc_score(label, p)
        golden[f"{name}.prAuc"] = metrics.average_precision_score(label, p)
        golden[f"{name}.logLoss"] = metrics.log_loss(label, p)
        golden[f"{name}.brier"] = metrics.brier_score_loss(label, p)
        for threshold in (0.25, 0.5):
            predicted = p >= threshold
            golden[f"{name}.precision.{threshold}"] = metrics.precision_score(label, predicted)
            golden[f"{name}.recall.{threshold}"] = metrics.recall_score(label, predicted)

    bits = split_mix(SEED)
    blocks = len(set(day))
    resampled = {"challengerAuc": [], "championAuc": [], "aucDifference": [], "lossDifference": []}
    for _ in range(RESAMPLES):
        drawn = [(next(bits) * blocks) >> 64 for _ in range(blocks)]
        weight = np.bincount(drawn, minlength=blocks)[day]
        auc = {n: metrics.roc_auc_score(label, p, sample_weight=weight) for n, p in scores.items()}
        loss = {n: metrics.log_loss(label, p, sample_weight=weight) for n, p in scores.items()}
        resampled["challengerAuc"].append(auc["challenger"])
        resampled["championAuc"].append(auc["champion"])
        resampled["aucDifference"].append(auc["challenger"] - auc["champion"])
        resampled["lossDifference"].append(loss["champion"] - loss["challenger"])
    tail = (1 - CONFIDENCE) / 2
    for name, values in resampled.items():
        golden[f"{name}.low"], golden[f"{name}.high"] = np.quantile(values, [tail, 1 - tail])

    with open(HERE / "golden.properties", "w") as out:
        for key in sorted(golden):
            out.write(f"{key}={float(golden[key])!r}\n")


if __name__ == "__main__":
    main()
