"""What `train` may know of its surroundings, and tell them."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

_SHORTEST_INTERVAL_SECONDS = 0.05
_LONGEST_MESSAGE = 500


class Context:
    """`seed` and `threads` are fixed by the platform: the same request gives the same model."""

    def __init__(self, folder: Path, training_id: str, seed: int, threads: int) -> None:
        self.training_id = training_id
        self.seed = seed
        self.threads = threads
        self._file = open(folder / "progress.jsonl", "a", encoding="utf-8")
        self._next = 0.0

    def __enter__(self) -> "Context":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def progress(self, fraction: float, message: str = "", **metrics: float) -> None:
        """Tells how much is done, from 0 to 1; more than 20 reports a second are thinned out."""
        now = time.monotonic()
        if now < self._next and fraction < 1:
            return
        self._next = now + _SHORTEST_INTERVAL_SECONDS
        line = {
            "fraction": min(1.0, max(0.0, float(fraction))),
            "message": str(message)[:_LONGEST_MESSAGE],
            "metrics": {name: float(v) for name, v in metrics.items() if math.isfinite(v)},
        }
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def boosting_progress(self, rounds: int) -> Any:
        """A callback for `xgboost.train` that reports each round and its latest metrics."""
        from roundhouse_trainer.boosting import BoostingProgress

        return BoostingProgress(self, rounds)
