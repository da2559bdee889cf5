"""The DuckDB file of a night: opened, planned, built, checked, compared with last night, and finished."""
