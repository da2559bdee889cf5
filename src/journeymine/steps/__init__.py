"""The night in order, in plain Python: ingest, build, analyse, report, publish."""
