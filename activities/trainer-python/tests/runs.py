"""Run folders with small data, for tests."""

from __future__ import annotations

import json
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 500

GOOD = """
    import xgboost

    def train(features, labels, params, context):
        rounds = params.get("rounds", 5)
        return xgboost.train(
            {"objective": "binary:logistic", "seed": context.seed, "nthread": context.threads},
            features.to_dmatrix(labels),
            num_boost_round=rounds,
            callbacks=[context.boosting_progress(rounds)],
        )
"""


class RunFolderCase(unittest.TestCase):
    """Gives each test an empty run folder and an empty workflows folder."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name).resolve() / "run"
        self.workflows = Path(directory.name).resolve() / "workflows"
        self.folder.mkdir()
        self.workflows.mkdir()

    def prepare(self, code: str, **params: Any) -> None:
        (self.workflows / "mine.py").write_text(textwrap.dedent(code), encoding="utf-8")
        request = {
            "trainingId": "training-1",
            "workflow": "mine",
            "workflowsDir": str(self.workflows),
            "label": "late",
            "features": [{"name": "delay"}, {"name": "carrier", "categories": ["AA", "DL", "UA"]}],
            "params": params,
            "seed": 42,
            "threads": 1,
            "graceMillis": 500,
        }
        (self.folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        random = np.random.default_rng(1)
        delay = random.normal(size=ROWS).astype(np.float32)
        delay[::7] = np.nan
        carrier = random.integers(0, 3, ROWS).astype(np.float32)
        late = (np.nan_to_num(delay) + carrier > 1).astype(np.float32)
        columns = {"delay": delay, "carrier": carrier, "late": late}
        pq.write_table(pa.table(columns), self.folder / "train.parquet")
        golden = {name: column[:20] for name, column in columns.items() if name != "late"}
        pq.write_table(pa.table(golden), self.folder / "golden.parquet")

    def outcome(self) -> dict[str, Any]:
        return json.loads((self.folder / "outcome.json").read_text(encoding="utf-8"))
