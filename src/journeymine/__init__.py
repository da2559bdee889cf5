"""journeymine: from event logs to customer journey maps, every night."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("journeymine")
except PackageNotFoundError:  # run from a source folder that was never installed
    __version__ = "0+source"
