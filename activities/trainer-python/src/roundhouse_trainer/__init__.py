"""Runs a user's `train` function for Roundhouse. Start at `training.train`."""

from roundhouse_trainer.context import Context
from roundhouse_trainer.features import Features
from roundhouse_trainer.fitted import Fitted

__all__ = ["Context", "Features", "Fitted"]
