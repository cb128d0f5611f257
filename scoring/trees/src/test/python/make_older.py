"""The same as `make_golden.py` by an older XGBoost, for files as it lays them out.

    python make_older.py ../resources/roundhouse/scoring/trees/golden     (under xgboost 1.7.6, then xgboost-cpu 2.1.4)

Names end in the version, `logistic-of-1.7`.
"""

import pathlib
import sys

import xgboost

from make_golden import case


def main():
    folder = pathlib.Path(sys.argv[1])
    version = ".".join(xgboost.__version__.split(".")[:2])
    numbers = ["q"] * 6
    hist = {"tree_method": "hist", "max_depth": 4}
    case(folder, f"logistic-of-{version}", 3, 12, {**hist, "objective": "binary:logistic"})
    case(folder, f"scored-of-{version}", 4, 8, {**hist, "objective": "reg:squarederror", "base_score": 0.7})
    case(folder, f"softprob-of-{version}", 5, 4, {**hist, "objective": "multi:softprob", "num_class": 3}, types=numbers)
    case(folder, f"poisson-of-{version}", 6, 8, {**hist, "objective": "count:poisson"}, types=numbers)
    dart = {**hist, "objective": "binary:logistic", "booster": "dart", "rate_drop": 0.3}
    case(folder, f"dart-of-{version}", 7, 8, dart, types=numbers)


if __name__ == "__main__":
    main()
