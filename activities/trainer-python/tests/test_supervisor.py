from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unittest
from collections.abc import Callable
from pathlib import Path

from tests.runs import GOOD, RunFolderCase

PATIENCE_SECONDS = 30.0

# Starts a grandchild that leaves the session, and tells both process ids.
SPAWNS = """
    import os, subprocess, time
    from pathlib import Path

    def train(features, labels, params, context):
        sleeper = subprocess.Popen(["sleep", "600"], start_new_session=True)
        Path(params["pids"]).write_text(f"{{os.getpid()}} {{sleeper.pid}}\\n")
        {then}
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


@unittest.skipUnless(sys.platform == "linux", "process trees are read from /proc")
class SupervisorTest(RunFolderCase):
    def start(self, code: str) -> subprocess.Popen:
        self.pids_file = self.folder / "pids"
        self.prepare(code, pids=str(self.pids_file))
        process = subprocess.Popen(
            [sys.executable, "-m", "roundhouse_trainer", str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.stdin.close)
        return process

    def spawned(self) -> list[int]:
        written = lambda: self.pids_file.exists() and self.pids_file.read_text().endswith("\n")
        self.assertTrue(eventually(written))
        return [int(pid) for pid in self.pids_file.read_text().split()]

    def assert_all_end(self, pids: list[int]) -> None:
        self.assertTrue(eventually(lambda: not any(map(is_alive, pids))), pids)

    def test_success_leaves_nothing_running(self) -> None:
        process = self.start(SPAWNS.format(then="time.sleep(0); return None"))
        pids = self.spawned()
        self.assertEqual(0, process.wait(PATIENCE_SECONDS))
        self.assert_all_end(pids)
        self.assertIn("returned nothing", self.outcome()["message"])

    def test_end_of_standard_input_ends_everything(self) -> None:
        process = self.start(SPAWNS.format(then="time.sleep(600)"))
        pids = self.spawned()
        process.stdin.close()
        self.assertEqual(0, process.wait(PATIENCE_SECONDS))
        self.assert_all_end(pids)
        self.assertFalse((self.folder / "outcome.json").exists())

    def test_kill_of_the_supervisor_ends_the_training(self) -> None:
        process = self.start(SPAWNS.format(then="time.sleep(600)"))
        training, sleeper = self.spawned()
        self.addCleanup(os.kill, sleeper, signal.SIGKILL)
        process.kill()
        self.assert_all_end([training])

    def test_termination_gives_grace_and_then_kills(self) -> None:
        stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
        process = self.start(SPAWNS.format(then=stubborn))
        pids = self.spawned()
        process.terminate()
        self.assertEqual(0, process.wait(PATIENCE_SECONDS))
        self.assert_all_end(pids)
        self.assertFalse((self.folder / "outcome.json").exists())

    def test_signal_is_reported_as_the_users_failure(self) -> None:
        process = self.start("import os\ndef train(*_): os.kill(os.getpid(), 9)\n")
        self.assertEqual(0, process.wait(PATIENCE_SECONDS))
        self.assertIn("killed by SIGKILL", self.outcome()["message"])
        self.assertIn("out of memory", self.outcome()["message"])

    def test_exit_of_the_process_is_reported_as_the_users_failure(self) -> None:
        process = self.start("import os\ndef train(*_): os._exit(7)\n")
        self.assertEqual(0, process.wait(PATIENCE_SECONDS))
        self.assertEqual("user-failed", self.outcome()["status"])
        self.assertIn("exit status 7", self.outcome()["message"])

    def test_second_process_in_one_folder_is_refused(self) -> None:
        self.start(SPAWNS.format(then="time.sleep(600)"))
        self.spawned()
        second = subprocess.run(
            [sys.executable, "-m", "roundhouse_trainer", str(self.folder)], input=b"", capture_output=True
        )
        self.assertEqual(75, second.returncode)
        self.assertIn(b"in use by another process", second.stderr)

    def test_good_workflow_succeeds(self) -> None:
        process = self.start(GOOD)
        self.assertEqual(0, process.wait(PATIENCE_SECONDS))
        self.assertEqual("succeeded", self.outcome()["status"])
