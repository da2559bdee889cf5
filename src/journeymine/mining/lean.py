"""Let the worker import the few modules of pm4py it needs, without all of pm4py.

pm4py's packages import one another, and with them plots, solvers, pandas and each other way to mine: three CPU seconds
of every night. Here a package of pm4py is nothing but its folder, so that a module brings in what it names itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


class _PackagesAsFolders(MetaPathFinder):
    """Finds pm4py's modules as usual, and its packages without what their `__init__` would import."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != "pm4py":
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is None or found.submodule_search_locations is None:
            return found
        folder = ModuleSpec(fullname, None, is_package=True)
        folder.submodule_search_locations = list(found.submodule_search_locations)
        return folder


class _NoFrame:
    """Stands for pandas.DataFrame in annotations; nothing in the worker is one."""


def import_lean() -> None:
    """Make later imports of pm4py and r4pm lean, in a process that is the worker's own.

    pm4py's miners name pandas' frame beside the counts they are given here; the name is all they get. r4pm does without
    polars where there is none.
    """
    sys.meta_path.insert(0, _PackagesAsFolders())
    pandas = ModuleType("pandas")
    vars(pandas)["DataFrame"] = _NoFrame
    sys.modules["pandas"] = pandas
    sys.modules["polars"] = None  # type: ignore[assignment]  # what Python takes for not installed
