"""The second factor: time-based one-time codes (RFC 6238). None is taken twice."""

import io

import pyotp
import segno

STEP = 30
"""Seconds that a code stands for; the one before and the one after are taken as well, as clocks differ."""
ISSUER = "rcm-ledger"


def new_code_secret() -> str:
    return pyotp.random_base32()


def step_of(code: str | None, secret: str | None, at: int, last: int | None) -> int | None:
    """The time step whose code this is; None where it is none, or one that was taken before.

    Args:
        at: now, in seconds since 1970.
        last: the last step whose code was taken.
    """
    if not code or secret is None:
        return None
    given = code.replace(" ", "")
    totp, now = pyotp.TOTP(secret), at // STEP
    found = None
    for step in (now - 1, now, now + 1):
        if totp.verify(given, for_time=step * STEP) and (last is None or step > last):
            found = step
    return found


def address_of(secret: str, name: str) -> str:
    """What an authenticator takes in: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The same as a QR code, in SVG."""
    out = io.BytesIO()
    segno.make(address).save(out, kind="svg", scale=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()
