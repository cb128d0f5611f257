"""Progress of XGBoost, round by round."""

from __future__ import annotations

from typing import Any

from xgboost.callback import TrainingCallback

from roundhouse_trainer.context import Context


class BoostingProgress(TrainingCallback):
    def __init__(self, context: Context, rounds: int) -> None:
        super().__init__()
        self._context = context
        self._rounds = max(1, rounds)

    def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        metrics = {
            f"{data}_{metric}": values[-1]
            for data, by_metric in evals_log.items()
            for metric, values in by_metric.items()
            if isinstance(values[-1], float)
        }
        done = epoch + 1
        self._context.progress(done / self._rounds, f"round {done} of {self._rounds}", **metrics)
        return False
