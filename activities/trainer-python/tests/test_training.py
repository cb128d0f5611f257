from __future__ import annotations

import hashlib
import json
import sys

import numpy as np
import xgboost

from roundhouse_trainer import training
from tests.runs import GOOD, ROWS, RunFolderCase


class TrainingTest(RunFolderCase):
    def run_training(self, code: str, **params: object) -> dict:
        self.prepare(code, **params)
        path, modules = list(sys.path), set(sys.modules)
        try:
            training.run(self.folder)
        finally:
            sys.path[:] = path
            for name in set(sys.modules) - modules:
                if name in ("mine", "neighbour"):
                    del sys.modules[name]
        return self.outcome()

    def assert_user_failed(self, outcome: dict, message: str) -> None:
        self.assertEqual("user-failed", outcome["status"])
        self.assertIn(message, outcome["message"])

    def test_model_file_gives_the_margins_of_the_outcome(self) -> None:
        outcome = self.run_training(GOOD)

        self.assertEqual("succeeded", outcome["status"])
        self.assertEqual(f"xgboost {xgboost.__version__}", outcome["library"])
        model = self.folder / outcome["modelFile"]
        self.assertEqual(hashlib.sha256(model.read_bytes()).hexdigest(), outcome["modelSha256"])
        golden, _ = training.read_rows(
            self.folder / "golden.parquet", training.runfolder.Request.read(self.folder).features, None
        )
        expected = xgboost.Booster(model_file=model).predict(golden.to_dmatrix(), output_margin=True)
        np.testing.assert_array_equal(expected, np.array(outcome["margins"], dtype=np.float32))

    def test_same_request_gives_same_model(self) -> None:
        first = self.run_training(GOOD)["modelSha256"]
        self.assertEqual(first, self.run_training(GOOD)["modelSha256"])

    def test_progress_is_reported_in_order_up_to_the_end(self) -> None:
        self.run_training(GOOD, rounds=3)
        lines = (self.folder / "progress.jsonl").read_text().splitlines()
        fractions = [json.loads(line)["fraction"] for line in lines]
        self.assertEqual(sorted(fractions), fractions)
        self.assertEqual(1.0, fractions[-1])

    def test_train_is_given_rows_labels_params_and_context(self) -> None:
        outcome = self.run_training(
            f"""
            def train(features, labels, params, context):
                assert features.matrix.shape == ({ROWS}, 2) and len(features) == {ROWS}
                assert features.matrix.dtype == "float32" and labels.dtype == "float32"
                assert features.types == ["q", "c"]
                assert features.dictionaries == {{"carrier": ["AA", "DL", "UA"]}}
                assert set(features.column("carrier")) == {{0.0, 1.0, 2.0}}
                assert (context.seed, context.threads, context.training_id) == (42, 1, "training-1")
                raise ValueError(params["colour"])
            """,
            colour="red",
        )
        self.assert_user_failed(outcome, "ValueError: red")

    def test_error_carries_only_the_users_frames(self) -> None:
        (self.workflows / "neighbour.py").write_text("def fail():\n    raise KeyError('tail')\n")
        outcome = self.run_training(
            """
            import neighbour

            def train(features, labels, params, context):
                try:
                    neighbour.fail()
                except KeyError as missing:
                    raise RuntimeError("no tails") from missing
            """
        )
        self.assert_user_failed(outcome, "train: raised RuntimeError: no tails")
        trace = outcome["traceback"]
        self.assertIn('File "neighbour.py", line 2, in fail', trace)
        self.assertIn('File "mine.py", line 8, in train', trace)
        self.assertNotIn("roundhouse_trainer", trace)
        self.assertNotIn(str(self.workflows), trace)

    def test_syntax_error_names_file_and_line(self) -> None:
        outcome = self.run_training("def train(:\n")
        self.assert_user_failed(outcome, "SyntaxError")
        self.assertIn('File "mine.py", line 1', outcome["traceback"])

    def test_missing_library_is_the_users_error(self) -> None:
        self.assert_user_failed(self.run_training("import no_such_library\n"), "No module named 'no_such_library'")

    def test_workflow_without_train_is_refused(self) -> None:
        self.assert_user_failed(self.run_training("x = 1\n"), "has no function `train`")

    def test_missing_workflow_is_refused(self) -> None:
        self.prepare(GOOD)
        (self.workflows / "mine.py").unlink()
        training.run(self.folder)
        self.assert_user_failed(self.outcome(), "no file mine.py")

    def test_nothing_returned_is_refused(self) -> None:
        outcome = self.run_training("def train(features, labels, params, context): pass\n")
        self.assert_user_failed(outcome, "returned nothing")

    def test_what_cannot_be_exported_is_refused(self) -> None:
        outcome = self.run_training("def train(features, labels, params, context): return {'a': 1}\n")
        self.assert_user_failed(outcome, "returned a 'builtins.dict', which cannot be exported")

    def test_other_feature_count_is_refused(self) -> None:
        outcome = self.run_training(
            """
            import xgboost

            def train(features, labels, params, context):
                return xgboost.train({}, xgboost.DMatrix(features.matrix[:, :1], label=labels), 2)
            """
        )
        self.assert_user_failed(outcome, "model of 1 features, expected the 2 that it was given, delay, carrier")

    def test_other_feature_order_is_refused(self) -> None:
        outcome = self.run_training(
            """
            import xgboost

            def train(features, labels, params, context):
                rows = xgboost.DMatrix(features.matrix, label=labels, feature_names=["carrier", "delay"])
                return xgboost.train({}, rows, 2)
            """
        )
        self.assert_user_failed(outcome, "keep the order")

    def test_several_outputs_are_refused(self) -> None:
        outcome = self.run_training(
            """
            import xgboost

            def train(features, labels, params, context):
                return xgboost.train({"objective": "multi:softprob", "num_class": 2}, features.to_dmatrix(labels), 2)
            """
        )
        self.assert_user_failed(outcome, "2 outputs a row")

    def test_linear_model_is_refused(self) -> None:
        outcome = self.run_training(
            """
            import xgboost

            def train(features, labels, params, context):
                return xgboost.train({"booster": "gblinear"}, xgboost.DMatrix(features.matrix, label=labels), 2)
            """
        )
        self.assert_user_failed(outcome, "booster 'gblinear', which has no trees")

    def test_unfitted_model_is_refused(self) -> None:
        outcome = self.run_training(
            """
            import xgboost

            def train(features, labels, params, context):
                return xgboost.Booster()
            """
        )
        self.assert_user_failed(outcome, "cannot be exported")

    def test_ending_the_process_is_the_users_error(self) -> None:
        outcome = self.run_training("def train(features, labels, params, context): exit(3)\n")
        self.assert_user_failed(outcome, "SystemExit: 3")

    def test_rows_cut_short_are_the_platforms_failure(self) -> None:
        self.prepare(GOOD)
        (self.folder / "train.parquet").write_bytes(b"PAR1")
        training.run(self.folder)
        self.assertEqual("failed", self.outcome()["status"])
