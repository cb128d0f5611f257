"""What `train` may return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fitted:
    """A fitted model, and figures about it that are worth keeping in the log."""

    model: Any
    metrics: dict[str, float] = field(default_factory=dict)
