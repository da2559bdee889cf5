"""Personas made of evidence: each line of a card with its n, interval, q value, table and query, or "not evidenced"."""
