"""What a request asks for besides its path: a language, a media type, a coding, a time (RFC 9110, 12)."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request

from api.texts import LANGUAGES, Language, Texts

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
PROBLEM = "application/problem+json"


def qualities(header: str) -> dict[str, float]:
    """`en;q=0.5, es` → `{"en": 0.5, "es": 1}`, in lower case. What is no quality counts as 0."""
    found: dict[str, float] = {}
    for part in header.lower().split(",")[:50]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            found[name] = quality if quality == quality else 0.0  # NaN
    return found


def language_of(request: Request) -> Language:
    """`?lang=`, else what `Accept-Language` likes best (RFC 4647, 3.4), else English."""
    told = request.query_params.get("lang")
    for language in LANGUAGES:
        if told == language:
            return language
    wanted = qualities(request.headers.get("accept-language", ""))
    liked = {
        language: max(
            (q for name, q in wanted.items() if name.partition("-")[0] == language), default=0.0
        )
        for language in LANGUAGES
    }
    return max(LANGUAGES, key=lambda language: liked[language])


def texts_for(request: Request) -> Texts:
    return Texts(language_of(request))


def media_type(request: Request, offered: tuple[str, ...]) -> str | None:
    """The one that `Accept` likes best; the first of equals; None where it takes none of them."""
    wanted = qualities(request.headers.get("accept", "*/*") or "*/*")

    def liked(kind: str) -> float:
        for name in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
            if name in wanted:
                return wanted[name]
        return 0.0

    best = max(offered, key=liked)
    return best if liked(best) > 0 else None


def takes_gzip(request: Request) -> bool:
    wanted = qualities(request.headers.get("accept-encoding", ""))
    return wanted.get("gzip", wanted.get("*", 0.0)) > 0


def matches(etag: str, if_none_match: str) -> bool:
    """Whether `If-None-Match` names this tag (RFC 9110, 13.1.2: compared weakly)."""
    named = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in named or etag in named


def http_date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def instant_of(header: str) -> datetime | None:
    """An `Accept-Datetime` (RFC 7089, 2.1.1: as RFC 1123 has it, in GMT); None where it is none."""
    try:
        found = parsedate_to_datetime(header)
        if not header.endswith(" GMT") or found.tzinfo is None:
            return None
        return found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
