"""Whether a flight arrives 30 minutes late or more: gradient-boosted trees on XGBoost.

Parameters, all optional: `rounds` (trees, 200), `eta` (0.1), `max_depth` (6), `min_child_weight` (50: on
delays as noisy as these, smaller leaves fit the noise).
"""

import xgboost


def train(features, labels, params, context):
    rounds = int(params.get("rounds", 200))
    return xgboost.train(
        {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "eta": float(params.get("eta", 0.1)),
            "max_depth": int(params.get("max_depth", 6)),
            "min_child_weight": float(params.get("min_child_weight", 50)),
            "seed": context.seed,
            "nthread": context.threads,
        },
        features.to_dmatrix(labels),
        num_boost_round=rounds,
        callbacks=[context.boosting_progress(rounds)],
    )
