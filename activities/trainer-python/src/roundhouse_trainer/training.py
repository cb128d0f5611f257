"""One attempt: read the rows, run the user's `train`, export what it returns."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow.parquet

from roundhouse_trainer import runfolder
from roundhouse_trainer.context import Context
from roundhouse_trainer.failures import UserError, summary, user_traceback
from roundhouse_trainer.features import Features

_BATCH_ROWS = 65_536


def run(folder: Path) -> None:
    """Leaves `outcome.json`, whatever the user's code does short of ending the process."""
    try:
        outcome = train(folder, runfolder.Request.read(folder))
    except UserError as error:
        outcome = runfolder.user_failed(str(error), error.trace)
    except Exception as error:
        import traceback

        traceback.print_exc()
        outcome = runfolder.failed(f"trainer: {summary(error)}")
    runfolder.write_outcome(folder, outcome)


def train(folder: Path, request: runfolder.Request) -> dict[str, Any]:
    features, labels = read_rows(folder / "train.parquet", request.features, request.label)
    golden, _ = read_rows(folder / "golden.parquet", request.features, None)
    with Context(folder, request.training_id, request.seed, request.threads) as context:
        context.progress(0, "loading the workflow")
        workflow = _guarded(request, lambda: load_workflow(request))
        returned = _guarded(request, lambda: workflow.train(features, labels, dict(request.params), context))
        context.progress(1, "exporting the model")

    from roundhouse_trainer.export import export

    return {"status": "succeeded", **export(returned, golden, folder)}


def read_rows(
    path: Path, columns: list[runfolder.Feature], label: str | None
) -> tuple[Features, np.ndarray]:
    """Fills one float32 matrix batch by batch: no second copy of the rows is ever in memory."""
    names = [column.name for column in columns]
    with pyarrow.parquet.ParquetFile(path) as file:
        rows = file.metadata.num_rows
        matrix = np.empty((rows, len(names)), dtype=np.float32)
        labels = np.zeros(rows, dtype=np.float32)
        at = 0
        wanted = names if label is None else [*names, label]
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=wanted):
            end = at + batch.num_rows
            for i, name in enumerate(names):
                matrix[at:end, i] = batch.column(name).to_numpy(zero_copy_only=False)
            if label is not None:
                labels[at:end] = batch.column(label).to_numpy(zero_copy_only=False)
            at = end
    dictionaries = {c.name: list(c.categories) for c in columns if c.categories is not None}
    return Features(matrix, names, [c.type for c in columns], dictionaries), labels


def load_workflow(request: runfolder.Request) -> ModuleType:
    """Imports `<workflow>.py`, which may import its neighbours."""
    path = request.workflows_dir / f"{request.workflow}.py"
    if not path.is_file():
        raise UserError(f"Workflow '{request.workflow}': no file {path.name} in the workflows folder; add it")
    sys.path.insert(0, str(request.workflows_dir))
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location(request.workflow, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[request.workflow] = module
    spec.loader.exec_module(module)
    if not callable(getattr(module, "train", None)):
        raise UserError(
            f"Workflow '{request.workflow}': has no function `train`;"
            " define train(features, labels, params, context)"
        )
    return module


def _guarded(request: runfolder.Request, step: Any) -> Any:
    """Runs the user's code; whatever it raises, even to end the process, is the user's failure."""
    try:
        return step()
    except UserError:
        raise
    except BaseException as error:
        trace = user_traceback(error, request.workflows_dir)
        print(trace, file=sys.stderr)
        raise UserError(f"train: raised {summary(error)}", trace) from error
