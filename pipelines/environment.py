"""Settings that Prefect reads once, when it is imported: import this module before it.

Nothing is reported to anyone, the server that a run brings along may start slowly on a small machine, and the runs'
own records are kept in the project folder. What the environment already says is left as it is.
"""

from __future__ import annotations

import argparse
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


def run_script(flow: Any) -> int:
    """Run a flow on the project folder named on the command line; return the exit codes of `journeymine run`."""
    from journeymine.errors import JourneymineError

    parser = argparse.ArgumentParser(description=flow.fn.__doc__.partition("\n")[0])
    parser.add_argument("project", type=Path, help="the project folder, which holds journeymine.toml")
    project = parser.parse_args().project
    try:
        state = flow(project, return_state=True)
        state.result()
    except JourneymineError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    sys.stdout.write(f"{state.name}.\n")
    return EXIT_WARNINGS if state.name.endswith("with warnings") else 0
