"""From what `train` returned to a saved model and the margins of its reloaded file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import xgboost

from roundhouse_trainer.failures import UserError, summary
from roundhouse_trainer.features import Features
from roundhouse_trainer.fitted import Fitted

MODEL_FILE = "model.ubj"


def export(returned: Any, golden: Features, folder: Path) -> dict[str, Any]:
    """Saves the model and returns what the outcome says of it."""
    path = folder / MODEL_FILE
    try:
        booster = _booster(returned.model if isinstance(returned, Fitted) else returned)
        _check_features(booster, golden)
        booster.save_model(path)
        margins = _margins(path, golden)
    except (xgboost.core.XGBoostError, ValueError) as error:
        raise UserError(f"train: returned a model that cannot be exported: {summary(error)}") from error
    return {
        "modelFile": MODEL_FILE,
        "modelSha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "library": f"xgboost {xgboost.__version__}",
        "margins": [repr(float(margin)) for margin in margins],
    }


def _booster(model: Any) -> xgboost.Booster:
    """The trees that count: all of a booster's, and an estimator's up to its best iteration."""
    if model is None:
        raise UserError("train: returned nothing; return the fitted model")
    if isinstance(model, xgboost.Booster):
        booster = model
    elif callable(getattr(model, "get_booster", None)):
        booster = _fitted_booster(model)
        if booster.attr("best_iteration") is not None:
            booster = booster[: booster.best_iteration + 1]
    else:
        kind = f"{type(model).__module__}.{type(model).__qualname__}"
        raise UserError(
            f"train: returned a '{kind}', which cannot be exported;"
            " return an xgboost.Booster, a fitted XGBoost estimator, or a Fitted of one"
        )
    kind = json.loads(booster.save_config())["learner"]["gradient_booster"]["name"]
    if kind not in ("gbtree", "dart"):
        raise UserError(f"train: returned a model of booster '{kind}', which has no trees; use booster gbtree")
    if booster.num_boosted_rounds() == 0:
        raise UserError("train: returned a model without trees; fit it before returning it")
    return booster


def _fitted_booster(estimator: Any) -> xgboost.Booster:
    try:
        return estimator.get_booster()
    except Exception as error:
        raise UserError(f"train: returned an estimator that was not fitted: {summary(error)}; fit it first") from error


def _check_features(booster: xgboost.Booster, golden: Features) -> None:
    if booster.num_features() != len(golden.names):
        raise UserError(
            f"train: returned a model of {booster.num_features()} features,"
            f" expected the {len(golden.names)} that it was given, {', '.join(golden.names)};"
            " train on all columns of `features`, or ask for fewer features in the request"
        )
    if booster.feature_names is not None and booster.feature_names != golden.names:
        raise UserError(
            f"train: returned a model of the features {', '.join(booster.feature_names)},"
            f" expected {', '.join(golden.names)} in this order; keep the order of `features`"
        )


def _margins(path: Path, golden: Features) -> np.ndarray:
    """What the saved file gives, on the CPU with one thread: the reference of the certificate."""
    reloaded = xgboost.Booster({"nthread": 1, "device": "cpu"}, model_file=path)
    rows = xgboost.DMatrix(
        golden.matrix,
        feature_names=reloaded.feature_names,
        feature_types=reloaded.feature_types,
        enable_categorical=True,
        nthread=1,
    )
    margins = reloaded.predict(rows, output_margin=True)
    if margins.ndim != 1:
        raise UserError(
            f"train: returned a model with {margins.shape[1]} outputs a row, expected one;"
            " use an objective such as binary:logistic"
        )
    if not np.isfinite(margins).all():
        raise UserError("train: returned a model with infinite or undefined margins; look at its base score and leaves")
    return margins
