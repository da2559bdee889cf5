"""Turn event logs into customer journey maps, every night."""

__version__ = "0.1.0"
