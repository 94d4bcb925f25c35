"""A timestamp authority of our own: real `openssl ts`, certificates made for the test."""

import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512, sha3-256
signer_digest = sha256
ess_cert_id_alg = sha256
accuracy = secs:1
"""


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


class Authority:
    """An authority: a root, and under it the certificate that signs tokens.

    Args:
        ended: days since the signing certificate ran out, if it did.
        usage: what the signing certificate is for.
    """

    def __init__(
        self,
        folder: Path,
        name: str = "Timestamps of San José",
        *,
        ended: int = -365,
        usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
    ):
        folder.mkdir()
        self.folder, self.name = folder, name
        until = datetime.now(UTC) - timedelta(days=ended)
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = (
            self._certificate(f"Root of {name}", f"Root of {name}", root_key, until)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        signer = (
            self._certificate(name, f"Root of {name}", key, until)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(root.public_bytes(Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        (folder / "signer.key").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))

    @staticmethod
    def _certificate(name: str, issuer: str, key, until: datetime) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(until - timedelta(days=730))
            .not_valid_after(until)
        )

    def reply(self, query: bytes) -> bytes:
        """What the authority answers to a request (RFC 3161, 2.4)."""
        asked, answer = self.folder / "query.tsq", self.folder / "answer.tsr"
        asked.write_bytes(query)
        arguments = [*("-queryfile", asked), *("-signer", self.folder / "signer.pem")]
        arguments += [*("-inkey", self.folder / "signer.key"), *("-out", answer)]
        self._openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", *arguments)
        return answer.read_bytes()

    def token(self, data: bytes, digest: str = "sha256", *, certificate: bool = True) -> bytes:
        """A token over a text, asked for by openssl too."""
        text = self.folder / "text"
        text.write_bytes(data)
        query = ["ts", "-query", "-data", text, f"-{digest}", "-out", self.folder / "own.tsq"]
        self._openssl(*query, *(["-cert"] if certificate else []))
        return self.reply((self.folder / "own.tsq").read_bytes())

    def token_of_digest(self, digest: bytes, called: str) -> bytes:
        """A token over a digest, said to be of some algorithm."""
        own = self.folder / "own.tsq"
        self._openssl("ts", "-query", "-digest", digest.hex(), f"-{called}", "-cert", "-out", own)
        return self.reply(own.read_bytes())

    @staticmethod
    def _openssl(*arguments: object) -> None:
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class listening:
    """An authority over HTTP (RFC 3161, 3.4), on this machine only."""

    def __init__(self, authority: Authority, answer=None):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                reply = authority.reply(query) if answer is None else answer
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/tsa"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
