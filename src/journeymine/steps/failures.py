"""Say what a full disk, a missing permission or a refusing database means, and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from journeymine.errors import JourneymineError, WarehouseError
from journeymine.ingest.refusals import tell_error
from journeymine.warehouse.connection import DatabaseError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL_TEXTS = ("No space left", "File too large", "Disk quota exceeded", "Could not write")


@contextmanager
def explain_failures(warehouse: Path) -> Iterator[None]:
    """Turn the system's and the database's errors into ones a user can act on.

    Raises:
        WarehouseError: Instead of OSError and of the database's own errors.
    """
    try:
        yield
    except JourneymineError:
        raise
    except OSError as error:
        raise _explain_system(error, warehouse) from error
    except DatabaseError as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        full = [line for line in lines if any(text in line for text in _FULL_TEXTS)]
        if full:
            raise _disk_full(full[0].strip(), warehouse) from error
        raise WarehouseError(f"the database refused: {tell_error(error)}", where=str(warehouse)) from error


def is_of_warehouse(error: Exception, warehouse: Path) -> bool:
    """Say whether an error arose from the warehouse's own disk or files, not from the file that is being read."""
    if isinstance(error, DatabaseError):
        return any(text in str(error) for text in _FULL_TEXTS)
    if not isinstance(error, OSError):
        return False
    return error.errno in _FULL or Path(str(error.filename or "")).is_relative_to(warehouse)


def _explain_system(error: OSError, warehouse: Path) -> WarehouseError:
    where = Path(str(error.filename)) if error.filename else warehouse
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return _disk_full(reason, where)
    if error.errno in _FORBIDDEN:
        return WarehouseError(
            f"no permission to write or read: {reason}",
            where=str(where),
            next_action="Give the user of the night that right, or set [warehouse].folder to another folder.",
        )
    return WarehouseError(reason, where=str(where))


def _disk_full(reason: str, where: Path) -> WarehouseError:
    return WarehouseError(
        f"the disk is full ({reason}); nothing was published, last night's tables are untouched",
        where=str(where),
        next_action="Free space or lower [warehouse].keep_nights, then run again: it starts clean.",
    )
