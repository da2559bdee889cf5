"""Settings that Prefect reads once, when it is imported: import this module before it.

Nothing is reported to anyone, the server that a run brings along may start slowly on a small machine, and the runs'
own records are kept in the project folder. What the environment already says is left as it is.
"""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from pathlib import Path
from typing import Any

EXIT_WARNINGS = 3
DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}

for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)

IS_SCRIPT = Path(sys.argv[0]).parent.name == Path(__file__).parent.name
if IS_SCRIPT and len(sys.argv) > 1 and Path(sys.argv[1]).is_dir():
    os.environ.setdefault("PREFECT_HOME", str(Path(sys.argv[1]).resolve() / ".prefect"))

_exit_code = 1


def _end() -> None:
    """End the process at once: DuckDB's bindings complain at length when libraries are taken down one by one."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_exit_code)


if IS_SCRIPT:
    atexit.register(_end)  # registered before Prefect is imported, so called after Prefect has ended its server


def run_script(flow: Any) -> int:
    """Run a flow on the project folder named on the command line; return the exit codes of `journeymine run`."""
    global _exit_code
    from journeymine.errors import JourneymineError
    from journeymine.settings import read_settings

    parser = argparse.ArgumentParser(description=flow.fn.__doc__.partition("\n")[0])
    parser.add_argument("project", type=Path, help="the project folder, which holds journeymine.toml")
    try:
        project = parser.parse_args().project
    except SystemExit as ended:  # wrong usage, or --help
        _exit_code = int(ended.code or 0)
        raise
    try:
        read_settings(project)  # a wrong key is told at once, without a server and its traceback
        state = flow(project, return_state=True)
        state.result()
    except JourneymineError as error:
        sys.stderr.write(f"error: {error}\n")
        _exit_code = error.exit_code
    else:
        sys.stdout.write(f"{state.name}.\n")
        _exit_code = EXIT_WARNINGS if state.name.endswith("with warnings") else 0
    return _exit_code
