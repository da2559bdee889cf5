"""Identifiers become keyed hashes and texts lose personal data before anything is stored."""
