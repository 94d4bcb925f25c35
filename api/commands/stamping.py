"""`seal --timestamp`: a token for a seal, asked of an authority or brought as a file."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from api.asking import Unreachable, is_an_address, post
from api.commands.vouching import MOST_BYTES, authorities_of
from api.files import bytes_of
from api.session import Session
from ledger.problems import Unreadable
from ledger.timestamps import QUERY, REPLY, Query, Timestamps, read_token

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from ledger.ledger import Ledger
    from ledger.seals import Seal


def stamp(
    session: Session, ledger: "Ledger", seal: "Seal", source: str, ca: str | None
) -> str | None:
    """Keep a token with a seal. A seal that has one that holds keeps it: the earlier says more.

    Args:
        source: an authority's address, or a file.
        ca: a file with the certificate of an authority to trust, from here on.
    Returns:
        what stands in the way, in words; None where the seal has its token.
    """
    given = [] if ca is None else authorities_of(session, ca)
    kept = Timestamps(ledger.place.beside)
    trusted = list(dict.fromkeys([*kept.authorities(), *given]))
    text = seal.checkpoint.text
    if not _has_one(kept, seal.size, text, trusted):
        try:
            if is_an_address(source):
                token = _asked(session, source, text, trusted)
            else:
                token = bytes_of(session, source, MOST_BYTES)
                read_token(token, text, trusted)
        except Unreadable as error:
            return session.t("not-stamped", source=source, why=session.t.why(error.why))
        except Unreachable as error:
            return session.t("not-stamped", source=source, why=error)
        kept.keep(seal.size, token)
    if given:
        kept.trust(given)
    return None


def _has_one(kept: Timestamps, size: int, text: str, trusted: "list[Certificate]") -> bool:
    try:
        found = kept.of(size, text, trusted)
    except Unreadable:
        return False
    return found is not None and (found.checked or not trusted)


def _asked(session: Session, url: str, text: str, trusted: "list[Certificate]") -> bytes:
    query = Query.about(text)
    reply = post(url, query.body, QUERY)
    if reply.status != HTTPStatus.OK or reply.kind != REPLY:
        raise Unreachable(session.t("no-token", status=reply.status, kind=reply.kind))
    read_token(reply.body, text, trusted, query)
    return reply.body
