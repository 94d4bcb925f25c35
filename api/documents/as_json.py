"""A document as JSON: what it was built from, as `--json` gives it, with what it can be checked by."""

import json

from api.documents.model import Document
from api.session import plain_value


def write(document: Document) -> bytes:
    """The view's JSON, UTF-8; beside it the ledger, its last entry that counts and the root."""
    stamp = document.stamp
    said = {**document.source, "ledger": stamp.ledger, "entry": stamp.entry, "root": stamp.root}
    return f"{json.dumps(said, ensure_ascii=False, indent=2, default=plain_value)}\n".encode()
