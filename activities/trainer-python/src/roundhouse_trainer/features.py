"""The encoded rows as the user's code sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xgboost


@dataclass(frozen=True, eq=False)
class Features:
    """One row an ask, one float32 column a feature, NaN for missing.

    `types` has `q` for a number and `c` for a category, whose value is the index in its dictionary.
    """

    matrix: np.ndarray
    names: list[str]
    types: list[str]
    dictionaries: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.matrix)

    def column(self, name: str) -> np.ndarray:
        return self.matrix[:, self.names.index(name)]

    def to_dmatrix(self, labels: np.ndarray | None = None) -> "xgboost.DMatrix":
        """The rows with names, types and categories, as XGBoost takes them."""
        import xgboost

        return xgboost.DMatrix(
            self.matrix,
            label=labels,
            feature_names=self.names,
            feature_types=self.types,
            enable_categorical=True,
        )
