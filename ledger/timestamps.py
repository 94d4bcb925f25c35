"""Timestamps of seals: an authority that knows nothing of the conference signs that a seal was
there at a time (RFC 3161).

What is stamped is the SHA-256 of the text of the seal's checkpoint, its three lines and nothing of
the signatures below them: a token is of what was sealed, whoever signed or cosigned it. The token
(the whole TimeStampResp, 2.4.2) is kept beside the log as `X.seals/SIZE.tsr`, and the certificates of
the authorities that the ledger's keeper trusts, as `X.seals/authorities.pem`.

1. The response must grant a token (2.4.2, `status`).
2. Its imprint must be the SHA-256 of that text, and nothing else.
3. An authority that is trusted must have signed it, with a certificate for timestamping alone (2.3)
   that was in force at the time that the token says.

Without an authority's certificate 3 cannot be told; the time is then the token's own word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from ledger.beside import Beside
from ledger.files import settle, write_whole
from ledger.problems import Problem, Unreadable, why

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import SignerInfo, TimeStampResponse

SHA256_OID = "2.16.840.1.101.3.4.2.1"
MOST_BYTES = 64 * 1024
"""Of a token: with a long chain of certificates it has a tenth of it."""
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
"""How requests and responses are called over HTTP (3.4)."""

NOT_A_TOKEN = Unreadable("it is not a timestamp (RFC 3161)", "no es un sello de tiempo (RFC 3161)")


class NotStamped(Unreadable):
    """A token is not of this seal, or not by whom it would have to be."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What a token says.

    Attributes:
        at: when the seal was there.
        authority: whose certificate signed the token.
        checked: whether an authority that is trusted did; else `at` is but its own word.
    """

    at: datetime
    authority: str
    checked: bool


def documents(stamp: Timestamp | None) -> list[dict[str, Any]]:
    """The timestamps of a seal as JSON has them: one, or none."""
    if stamp is None:
        return []
    at = stamp.at.isoformat().replace("+00:00", "Z")
    return [{"at": at, "authority": stamp.authority, "checked": stamp.checked}]


@dataclass(frozen=True, slots=True)
class Query:
    """What an authority is asked (2.4.1): for a token over a text, with its certificate; and the
    random number by which the answer is known."""

    body: bytes
    nonce: int | None

    @classmethod
    def about(cls, text: str) -> "Query":
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

        builder = TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256)
        request = builder.build()
        return cls(request.as_bytes(), request.nonce)


def read_token(
    token: bytes, text: str, authorities: "Sequence[Certificate]", asked: Query | None = None
) -> Timestamp:
    """What a token says of a seal's text.

    Args:
        token: as it came; from anybody.
        text: of the seal's checkpoint.
        authorities: root certificates that are trusted; none: the signature is not checked.
        asked: the query that it answers, if it was asked just now.
    Raises:
        NotStamped: it is of another text, or no trusted authority signed it.
        Unreadable: it is no token.
    """
    from rfc3161_client import VerifierBuilder, decode_timestamp_response

    if len(token) > MOST_BYTES:
        raise NOT_A_TOKEN
    try:
        response = decode_timestamp_response(token)
        if response.status != 0:
            raise NotStamped("the authority did not grant it", "la autoridad no lo concedió")
        imprint = response.tst_info.message_imprint
        algorithm, stamped = imprint.hash_algorithm.dotted_string, imprint.message
        at = response.tst_info.gen_time.astimezone(UTC)
        signer, name = _signer(response, authorities)
        nonce = response.tst_info.nonce
    except NotStamped:
        raise
    except Exception:
        # The libraries that read tokens and certificates fail in many ways of their own.
        raise NOT_A_TOKEN from None
    if algorithm != SHA256_OID or stamped != sha256(text.encode()).digest():
        raise NotStamped("it is of another seal, or of no seal", "es de otro sello, o de ninguno")
    if asked is not None and nonce != asked.nonce:
        raise NotStamped("it answers another question", "responde a otra pregunta")
    if not authorities:
        return Timestamp(at, name, checked=False)
    verifier = VerifierBuilder(roots=list(authorities), tsa_certificate=signer).build()
    try:
        with catch_warnings():
            simplefilter("ignore")
            verifier.verify(response, stamped)
    except Exception:
        moment = at.isoformat().replace("+00:00", "Z")
        raise NotStamped(
            f"no authority that is trusted signed it with a certificate in force at {moment}: it names {name}",
            f"ninguna autoridad de confianza lo firmó con un certificado vigente en {moment}: nombra a {name}",
        ) from None
    return Timestamp(at, name, checked=True)


def _signer(
    response: "TimeStampResponse", given: "Sequence[Certificate]"
) -> "tuple[Certificate | None, str]":
    """The certificate that signed a token, where it is one of the given because the token does not
    carry it (2.4.1, `certReq`); and whose it is."""
    from cryptography.x509 import load_der_x509_certificate

    (info,) = response.signed_data.signer_infos
    with catch_warnings():
        # What is odd in a stranger's certificate is nothing to say on a terminal.
        simplefilter("ignore")
        carried = [load_der_x509_certificate(each) for each in response.signed_data.certificates]
        return _one_of(carried, given, info)


def _one_of(
    carried: "Sequence[Certificate]", given: "Sequence[Certificate]", info: "SignerInfo"
) -> "tuple[Certificate | None, str]":
    for certificate in (*carried, *given):
        if (certificate.issuer, certificate.serial_number) == (info.issuer, info.serial_number):
            return None if carried else certificate, certificate.subject.rfc4514_string()
    return None, f"{info.issuer.rfc4514_string()} ({info.serial_number})"


def read_authorities(pem: bytes) -> "list[Certificate]":
    """The certificates of authorities, from a PEM file.

    Raises:
        Unreadable: it holds none.
    """
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError:
        raise Unreadable(
            "it holds no certificate in PEM", "no contiene ningún certificado en PEM"
        ) from None


class Timestamps:
    """What is kept beside the ledger at `ledger`."""

    def __init__(self, ledger: Path):
        self.beside = Beside(ledger)

    @property
    def _authorities(self) -> Path:
        return self.beside.seals / "authorities.pem"

    def authorities(self) -> "list[Certificate]":
        """The authorities that the ledger's keeper trusts.

        Raises:
            Problem: the file cannot be read.
        """
        pem = self._read(self._authorities)
        try:
            return read_authorities(pem) if pem else []
        except Unreadable as error:
            raise Problem("beside-unreadable", path=self._authorities, why=error.why) from None

    def trust(self, further: "Sequence[Certificate]") -> None:
        """Trust further authorities."""
        from cryptography.hazmat.primitives.serialization import Encoding

        known = self.authorities()
        all_ = list(dict.fromkeys([*known, *further]))
        if all_ != known:
            self._write(self._authorities, b"".join(c.public_bytes(Encoding.PEM) for c in all_))

    def kept(self, size: int) -> bytes | None:
        """The token of the seal of that size, as it is kept: not checked."""
        return self._read(self.beside.timestamp(size)) or None

    def keep(self, size: int, token: bytes) -> None:
        self._write(self.beside.timestamp(size), token)

    def of(
        self, size: int, text: str, authorities: "Sequence[Certificate] | None" = None
    ) -> Timestamp | None:
        """What the token of a seal says, if there is one.

        Args:
            authorities: to trust; None: those that are kept here.
        Raises:
            Unreadable: what is kept is no token of this seal.
        """
        token = self.kept(size)
        if token is None:
            return None
        return read_token(token, text, self.authorities() if authorities is None else authorities)

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(1 << 20)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise Problem("cannot-read", path=path, why=tuple(why(error).values())) from None

    def _write(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(exist_ok=True)
            write_whole(path, data)
            settle(path.parent)
        except OSError as error:
            raise Problem("cannot-write", path=path, why=tuple(why(error).values())) from None
