"""Keeps one training in a session of its own and leaves nothing of it behind.

The supervisor forks before any library is loaded and runs no user code, so neither a native loop that
holds the interpreter's lock, nor a crash, nor `os._exit` in the user's code can keep it from its work:
ending everything when its parent goes, and saying how the child ended where the child cannot.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import select
import signal
import sys
import time
from pathlib import Path

from roundhouse_trainer import runfolder

# What a shell would call a temporary failure: another process works in this folder.
FOLDER_IN_USE = 75

_LOCK_PATIENCE_SECONDS = 2.0
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def supervise(folder: Path) -> int:
    """Runs the training in a child process and returns this process's exit status."""
    _own_session()
    lock = _lock(folder)
    if lock is None:
        print(f"Run folder '{folder.name}': in use by another process", file=sys.stderr)
        return FOLDER_IN_USE
    request = runfolder.Request.read(folder)
    _adopt_orphans()
    wakeups = _watch_signals()
    runfolder.write_atomically(folder / "process.json", {"pid": os.getpid()})
    child = _fork_training(folder)
    status, was_stopped = _await(child, wakeups, request.grace_seconds)
    _end_descendants()
    if not was_stopped and status is not None and not (folder / "outcome.json").exists():
        runfolder.write_outcome(folder, runfolder.user_failed(_describe_end(status)))
    return 0


def _own_session() -> None:
    try:
        os.setsid()
    except PermissionError:
        pass  # It leads a process group already: whoever started it made one for it.


def _lock(folder: Path) -> int | None:
    """Holds the folder until this process ends; POSIX locks are what the JVM's FileLock sees.

    Waits a little, because the platform tries the lock for an instant to see whether a run is alive.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    deadline = time.monotonic() + _LOCK_PATIENCE_SECONDS
    while True:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except OSError as refused:
            if refused.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            if time.monotonic() > deadline:
                return None
            time.sleep(0.05)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _adopt_orphans() -> None:
    """What the user's code starts and leaves, even in a session of its own, becomes our child."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _watch_signals() -> int:
    """A descriptor that becomes readable when a child ends or this process is asked to."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(writer)
    return reader


def _fork_training(folder: Path) -> int:
    supervisor = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != supervisor:
            os._exit(1)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)

        from roundhouse_trainer import training

        training.run(folder)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # Nothing of this copy may return into the supervisor's code.
        import traceback

        traceback.print_exc()
        os._exit(70)
    os._exit(0)


def _await(child: int, wakeups: int, grace_seconds: float) -> tuple[int | None, bool]:
    """Waits for the child, and kills it where it must not go on.

    Returns its wait status, and whether it was stopped from outside.
    """
    stop_by: float | None = None
    while True:
        patience = None if stop_by is None else max(0.0, stop_by - time.monotonic())
        watched = [wakeups] if stop_by is not None else [wakeups, 0]
        readable, _, _ = select.select(watched, [], [], patience)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status, stop_by is not None
        if wakeups in readable and _asked_to_stop(wakeups) and stop_by is None:
            stop_by = time.monotonic() + grace_seconds
            os.kill(child, signal.SIGTERM)
        parent_gone = 0 in readable and os.read(0, 4096) == b""
        if parent_gone or (stop_by is not None and time.monotonic() >= stop_by):
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            return status, True


def _asked_to_stop(wakeups: int) -> bool:
    try:
        received = os.read(wakeups, 4096)
    except BlockingIOError:
        return False
    return signal.SIGTERM in received or signal.SIGINT in received


def _end_descendants() -> None:
    """Kills what the child left running, and what that leaves in turn, until nothing is left."""
    while True:
        for descendant in _children():
            try:
                os.kill(descendant, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    """Processes whose parent this one is; none are seen where there is no /proc."""
    own = str(os.getpid())
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == own:
            found.append(int(entry.parent.name))
    return found


def _describe_end(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
        hint = (
            "; most often the machine ran out of memory: train on fewer rows or ask for a larger resource class"
            if number == signal.SIGKILL
            else "; see the log's end for what a native library said"
        )
        return f"train: its process was killed by {name} before it returned{hint}"
    return (
        f"train: its process ended with exit status {os.waitstatus_to_exitcode(status)} before it returned;"
        " return the fitted model instead of ending the process"
    )
