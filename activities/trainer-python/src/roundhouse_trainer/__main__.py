"""`python -m roundhouse_trainer FOLDER` runs the attempt that FOLDER/request.json describes."""

import sys
from pathlib import Path

from roundhouse_trainer import supervisor

if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "request.json").is_file():
    sys.exit("usage: python -m roundhouse_trainer FOLDER, where FOLDER has a request.json")
sys.exit(supervisor.supervise(Path(sys.argv[1]).resolve()))
