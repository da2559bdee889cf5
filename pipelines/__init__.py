"""The Prefect flows: bind, order, retry; no logic."""
