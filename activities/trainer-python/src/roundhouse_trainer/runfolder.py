"""The files of one attempt, through which platform and trainer talk."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Feature:
    """One column of the encoded rows; `categories` is None for a number."""

    name: str
    categories: list[str] | None

    @property
    def type(self) -> str:
        return "q" if self.categories is None else "c"


@dataclass(frozen=True)
class Request:
    """What `request.json` asks for."""

    training_id: str
    workflow: str
    workflows_dir: Path
    label: str
    features: list[Feature]
    params: dict[str, Any]
    seed: int
    threads: int
    grace_seconds: float

    @staticmethod
    def read(folder: Path) -> "Request":
        document = json.loads((folder / "request.json").read_text(encoding="utf-8"))
        return Request(
            training_id=document["trainingId"],
            workflow=document["workflow"],
            workflows_dir=Path(document["workflowsDir"]),
            label=document["label"],
            features=[Feature(f["name"], f.get("categories")) for f in document["features"]],
            params=document["params"],
            seed=document["seed"],
            threads=document["threads"],
            grace_seconds=document["graceMillis"] / 1000,
        )


def write_atomically(path: Path, document: dict[str, Any]) -> None:
    """Writes a JSON document that a reader sees whole or not at all, also after a crash."""
    aside = path.with_name(path.name + ".tmp")
    with open(aside, "w", encoding="utf-8") as file:
        json.dump(document, file, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def write_outcome(folder: Path, document: dict[str, Any]) -> None:
    write_atomically(folder / "outcome.json", document)


def user_failed(message: str, traceback: str = "") -> dict[str, Any]:
    """The user's code is at fault: trying again would fail again."""
    return {"status": "user-failed", "message": message, "traceback": traceback}


def failed(message: str) -> dict[str, Any]:
    """The platform is at fault: another attempt may succeed."""
    return {"status": "failed", "message": message}
