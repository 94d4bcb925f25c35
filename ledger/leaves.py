"""A leaf of the log's tree: one entry as one JSON document, byte for byte as it is hashed.

    {"stream":"meeting:rcm-12","version":1,"topic":"meeting-convened/1","state":{…}}

No spaces, the keys in this order, and `state` the recorded bytes just as they are stored: what is
hashed is what is kept, and not what some reader makes of it.
"""

from json import JSONDecodeError, JSONDecoder
from json.encoder import encode_basestring as _quoted

from ledger.problems import Unreadable

MOST_BYTES = 65_535
"""Of one leaf: the length before an entry in a bundle is a uint16 (c2sp.org/tlog-tiles, "Log
entries")."""

Entry = tuple[str, int, str, bytes]
"""Stream, version, topic, recorded state."""

_read = JSONDecoder().raw_decode


def leaf(stream: str, version: int, topic: str, state: bytes) -> bytes:
    """The leaf of one entry, of any length.

    Raises:
        UnicodeEncodeError: a name is no Unicode text.
    """
    head = f'{{"stream":{_quoted(stream)},"version":{version},"topic":{_quoted(topic)},"state":'
    return b"%b%b}" % (head.encode(), state)


def read_leaf(data: bytes) -> Entry:
    """The entry of a leaf. `leaf(*read_leaf(data)) == data`, so no two leaves are one entry, nor
    two entries one leaf. The state is not read: that is for `ledger.store.read_event`.

    Raises:
        Unreadable: it is not a leaf.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"it has {len(data):,} bytes, and 65,535 are allowed",
            f"tiene {len(data):,} bytes, y se permiten 65.535",
        )
    try:
        text = data.decode()
        stream, at = _read(text, _after(text, 0, '{"stream":'))
        version, at = _read(text, _after(text, at, ',"version":'))
        topic, at = _read(text, _after(text, at, ',"topic":'))
        state = text[_after(text, at, ',"state":') : -1].encode()
        if not (type(stream) is str and type(version) is int and type(topic) is str):
            raise ValueError
        if leaf(stream, version, topic, state) != data:
            raise ValueError
    except (JSONDecodeError, UnicodeError, ValueError, RecursionError):
        raise Unreadable(
            'it is not an entry of the form {"stream":…,"version":…,"topic":…,"state":…}',
            'no es un asiento de la forma {"stream":…,"version":…,"topic":…,"state":…}',
        ) from None
    return stream, version, topic, state


def _after(text: str, at: int, mark: str) -> int:
    if not text.startswith(mark, at):
        raise ValueError(mark)
    return at + len(mark)
