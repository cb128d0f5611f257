"""What went wrong in the user's code, without the platform's own frames."""

from __future__ import annotations

import traceback
from pathlib import Path

LONGEST_TRACEBACK = 8_000


class UserError(Exception):
    """The user's code did something that cannot be used; the message says what to do about it."""

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message)
        self.trace = trace


def user_traceback(error: BaseException, workflows_dir: Path) -> str:
    """The error with only the frames of the users' files, named relative to their folder."""
    rendered = traceback.TracebackException.from_exception(error)
    _keep_user_frames(rendered, workflows_dir.resolve(), set())
    text = "".join(rendered.format()).strip()
    return text if len(text) <= LONGEST_TRACEBACK else text[:LONGEST_TRACEBACK] + "\n…"


def summary(error: BaseException) -> str:
    """One line: the error's type and message."""
    return traceback.format_exception_only(error)[-1].strip()


def _keep_user_frames(rendered: traceback.TracebackException, folder: Path, seen: set[int]) -> None:
    if id(rendered) in seen:
        return
    seen.add(id(rendered))
    rendered.stack = traceback.StackSummary.from_list(
        [_relative(frame, folder) for frame in rendered.stack if _is_below(frame.filename, folder)]
    )
    if getattr(rendered, "filename", None) and _is_below(rendered.filename, folder):
        rendered.filename = str(Path(rendered.filename).resolve().relative_to(folder))
    for cause in (rendered.__cause__, rendered.__context__, *(rendered.exceptions or ())):
        if cause is not None:
            _keep_user_frames(cause, folder, seen)


def _relative(frame: traceback.FrameSummary, folder: Path) -> traceback.FrameSummary:
    name = str(Path(frame.filename).resolve().relative_to(folder))
    return traceback.FrameSummary(name, frame.lineno, frame.name, line=frame.line)


def _is_below(filename: str, folder: Path) -> bool:
    return Path(filename).resolve().is_relative_to(folder)
