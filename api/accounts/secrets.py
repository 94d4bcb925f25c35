"""Secrets that are handed out: shown once, and kept as their hashes.

They have 256 random bits, so that nothing is gained by a slow hash, and looking one up by its hash tells nobody
anything by the time that it takes.
"""

import secrets
from hashlib import sha256


def new_id() -> str:
    """16 hexadecimal digits."""
    return secrets.token_hex(8)


def new_secret(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
