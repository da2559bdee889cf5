"""What people write beside what the machine finds: overlay/*.toml, one file a matter, kept every night."""

from journeymine.overlay.identity import IdentityOverlay, number_key, read_identity_overlay

__all__ = ["IdentityOverlay", "number_key", "read_identity_overlay"]
