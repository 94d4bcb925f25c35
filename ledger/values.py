"""The small values that everything else is made of: texts, days, ids, stances.

They refuse what no record can mean: a text with control characters or of another direction than it
shows, an empty text, a day that is a number. What an error says names what was found and what is
allowed.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
)

from ledger.input_errors import did_you_mean, listed, quoted, wrong


class Model(BaseModel):
    """A frozen value. Unknown fields are an error: a mistyped key must never be lost in silence."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True
    )

    def but(self, changed: Mapping[str, Any]) -> Self:
        """The same with other values in some fields, none validated again.

        As `model_copy`, at a fraction of its cost; what was cached of it comes along.
        """
        cls = type(self)
        other = cls.__new__(cls)
        object.__setattr__(other, "__dict__", {**self.__dict__, **changed})
        given = {*self.__pydantic_fields_set__, *changed}
        object.__setattr__(other, "__pydantic_fields_set__", given)
        object.__setattr__(other, "__pydantic_extra__", None)
        object.__setattr__(other, "__pydantic_private__", None)
        return other


# Bidirectional controls (Unicode UAX #9) make a text read differently from what it says.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_MISLEADING = (
    "a bidirectional control character, which makes a text read differently from what it says",
    "un carácter de control bidireccional, que hace que un texto se lea distinto de lo que dice",
)
_INVISIBLE = ("a character that cannot be shown", "un carácter que no puede mostrarse")


def _readable(text: str) -> str:
    """NFC, so that equal words are equal bytes; an error on characters that nobody can see."""
    suspect = None if text.isascii() and text.isprintable() else _SUSPECT.search(text)
    if suspect:
        char = suspect.group()
        named = f"U+{ord(char):04X} ({unicodedata.name(char, 'control character')})"
        kind = _MISLEADING if char in _BIDI else _INVISIBLE
        raise wrong("text-unreadable", found=named, position=suspect.start() + 1, kind=kind)
    if not text.strip():
        raise wrong("text-empty")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


Line = Annotated[str, StringConstraints(strict=True), AfterValidator(_readable)]
"""A string as people read it: no control characters, not empty."""

LANGUAGE_CODE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, StringConstraints(strict=True, pattern=LANGUAGE_CODE)]


def _by_language(value: Any, info: ValidationInfo) -> Any:
    """A bare string is a text in the register's language (interfaces.md, `language`)."""
    if isinstance(value, str):
        language = (info.context or {}).get("language")
        return value if language is None else {language: value}
    return value


def _known_languages(
    text: Mapping[str, str | None], info: ValidationInfo
) -> Mapping[str, str | None]:
    if not text:
        raise wrong("text-no-language")
    allowed = (info.context or {}).get("languages")
    if allowed is not None:
        for language in text:
            if language not in allowed:
                raise wrong(
                    "language-unknown",
                    found=quoted(language),
                    allowed=listed(allowed),
                    hint=did_you_mean(language, allowed),
                )
    return text


Text = Annotated[
    dict[Language, Line], BeforeValidator(_by_language), AfterValidator(_known_languages)
]
"""One string per language, at least one present."""

TextPatch = Annotated[
    dict[Language, Line | None], BeforeValidator(_by_language), AfterValidator(_known_languages)
]
"""What a change does to a text, language by language: a string sets it, null clears it."""


def _iso_day(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, str | date):
        raise wrong("day-form", found=quoted(value))
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise wrong("day-form", found=quoted(value))
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise wrong("day-impossible", found=quoted(value)) from None
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]

ItemId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
RecordId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""The id of a meeting, a decision or a proposal."""
BodyId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
MemberId = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z0-9-]{2,16}$")]
Reference = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9._-]{0,63}#[1-9][0-9]{0,4}$")
]
"""A change: `rcm-12-d3#2` is the second of the decision `rcm-12-d3`."""

Stance = Literal["agree", "reserve", "object", "abstain"]
Basis = Literal["signed", "own-account", "recorded", "presumed"]

Vkey = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[^\s+]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$"),
]
"""An Ed25519 public key as a C2SP vkey (c2sp.org/signed-note, "Verifier keys")."""


def key_name(key: str) -> str:
    """A vkey as people are shown it: its name and its key id."""
    return key[:-45]


NoteText = Annotated[
    str, StringConstraints(strict=True, max_length=8192, pattern=r"^[^\x00-\x09\x0b-\x1f]+\n$")
]
"""A signed note, whole (c2sp.org/signed-note, "Format")."""
Origin = Annotated[str, StringConstraints(strict=True, pattern=r"^rcm-ledger/[0-9a-f]{32}$")]
"""A ledger's name in its seals and in what is signed for it."""
SignatureValue = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9+/]{85}[AQgw]==$")
]
"""An Ed25519 signature, 64 bytes, in base64 (RFC 4648, 4; no other writing of the same bytes)."""
