"""A second opinion: is this folder the ledger that the meetings sealed, complete and unaltered?

    python3 check.py                   checks the folder in which this file lies
    python3 check.py --seal SEAL.txt   and holds it against a seal's own file, or what printed minutes say of it
It exits with 0 for authentic, with 1 for not, and says why. It needs Python 3.9 or newer, and shares no code
with the ledger. Who distrusts the bundle takes this file, too, from elsewhere (`python3 check.py FOLDER`), and
reads it: 1. The folder holds plain files. 2. What a signature is. 3. Entries are hashed, and the hashes in
pairs up to one root: a bit changed gives another. 4. The entries tell which keys there were, what they sealed,
who took or contests which position, what was changed. 5. All of that must fit. Brackets name: RFC 6962 (tree),
8032 (Ed25519), 8785 (JSON); and C2SP's signed-note and tlog-* (https://c2sp.org).
What it cannot tell: whose the keys are (compare them with the minutes); whether what was sealed was lawful
(judge the changes that it prints); who wrote what no seal covers; what register.yaml and timestamps say."""
import os, sys
beside = os.path.dirname(os.path.abspath(__file__))  # what lies beside this file is not Python's
sys.path[:] = [place for place in sys.path if os.path.abspath(place) != beside]
import argparse, base64, hashlib, json, re
from collections.abc import Iterator
from typing import Any

class NotAuthentic(Exception):
    pass
def must(holds: object, otherwise: str) -> None:
    if not holds:
        raise NotAuthentic(otherwise)
def say(*lines: str) -> None:
    """A stranger's words, safe to print: nothing invisible, nothing that commands a terminal."""
    for line in lines:
        safe = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in line)
        print(safe.encode(sys.stdout.encoding, "backslashreplace").decode(sys.stdout.encoding), flush=True)

# --- 1. The folder --------------------------------------------------------------------------------
def names_below(folder: str, top: str) -> set[str]:
    """The names of all files and links in the folder `top`, which need not exist, and below."""
    names = {top} if os.path.islink(os.path.join(folder, top)) else set()
    for place, folders, files in os.walk(os.path.join(folder, top)):
        files += [each for each in folders if os.path.islink(os.path.join(place, each))]
        names |= {os.path.relpath(os.path.join(place, each), folder).replace(os.sep, "/") for each in files}
        must(len(names) <= 500_000, f"there are more than 500,000 files in {top}")
    return names
def read(folder: str, name: str) -> bytes:
    path = os.path.join(folder, name)
    must(os.path.isfile(path) and not os.path.islink(path), f"{name} is missing, or is no plain file")
    must(os.path.getsize(path) <= 2**26, f"{name} is absurdly large: {os.path.getsize(path):,} bytes")
    with open(path, "rb") as file:
        return file.read(2**26)
def read_text(folder: str, name: str) -> str:
    data = read(folder, name)
    must(data.decode("utf-8", "ignore").encode() == data, f"{name} is not UTF-8 text")
    return data.decode()

# --- 2. Signatures --------------------------------------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # [RFC 8032, 5.1]
D, ROOT_OF_MINUS_1 = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # X, Y, Z, T: x = X/Z, y = Y/Z, x*y = T/Z
Key = tuple[str, bytes, int, bytes]  # name, id, kind (1: signs a text, 4: cosigns a seal), public key
def add(p: Point, q: Point) -> Point:  # [RFC 8032, 5.1.4]
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def point(encoded: bytes) -> Point:  # [RFC 8032, 5.1.3]
    y, odd = int.from_bytes(encoded, "little") & (2**255 - 1), encoded[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT_OF_MINUS_1 % P
    must(y < P and (x * x - square) % P == 0 and not (x == 0 and odd), "a key is no point of the curve")
    x = x if x & 1 == odd else P - x
    return x, y, 1, x * y % P
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """[RFC 8032, 5.1.7] Whether the signature is that key's: R is the encoding of S*B - k*A."""
    a, s = point(public), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus_a, r = (P - a[0], a[1], 1, P - a[3]), (0, 1, 1, 0)
    sums = {(1, 0): BASE, (0, 1): minus_a, (1, 1): add(BASE, minus_a)}
    for bit in range(252, -1, -1):  # both multiples at once, from the highest bit
        r, bits = add(r, r), (s >> bit & 1, k >> bit & 1)
        r = add(r, sums[bits]) if bits in sums else r
    x, y = r[0] * pow(r[2], P - 2, P) % P, r[1] * pow(r[2], P - 2, P) % P
    return len(signature) == 64 and s < L and signature[:32] == (y | (x & 1) << 255).to_bytes(32, "little")
def key_of(vkey: str, kind: int = 1) -> Key:  # [signed-note, Verifier keys]
    found = re.fullmatch(r"([^\s+]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", vkey)
    name, id, public = found.groups() if found else ("", "", "")
    data = base64.b64decode(public)
    due = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    must(found and data[0] == kind and due.hex() == id, f"{vkey[:400]} is not a key of type {kind}")
    return name, due, data[0], data[1:]
def signers(note: str, keys: list[Key]) -> list[Key]:
    """Who of these has signed the note; a signature in the name of one that is not his is an end."""
    text, _, lines = note.rpartition("\n\n")
    form, found = r"— (\S{1,255}) ([A-Za-z0-9+/]{8,200}={0,2})\n", []  # [signed-note, Format]
    must(text and re.fullmatch(f"(?:{form}){{1,100}}", lines), "that is not a signed note")
    for name, coded in re.findall(form, lines):
        value = base64.b64decode(coded + "=" * (-len(coded) % 4))
        for key in (key for key in keys if key[:2] == (name, value[:4])):  # others are nobody's
            signature, message = value[4:], text + "\n"
            if key[2] == 4:  # [tlog-cosignature, Ed25519 signed message]
                time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
                message = f"cosignature/v1\ntime {time}\n{message}"
            must(ed25519(key[3], message.encode(), signature), f"{name} did not sign that")
            found.append(key)
    return found

def vouched(note: str, text: str, vkeys: list[str]) -> None:
    keys = [key_of(vkey) for vkey in vkeys]
    must(note.startswith(text + "\n") and set(signers(note, keys)) == set(keys), "its keys did not both sign for that")
def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # else it could be read as one thing, and as another
    must(len(pairs) == len(dict(pairs)), "it gives a field twice")
    return dict(pairs)
def canonical(value: object) -> str:  # [RFC 8785] of what has ASCII keys, and none but whole numbers
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

# --- 3. The tree over the entries -----------------------------------------------------------------
def root_of(hashes: list[bytes]) -> bytes:  # [RFC 6962, 2.1]
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    k = 1 << (len(hashes) - 1).bit_length() - 1  # the largest power of two below their number
    return hashlib.sha256(b"\1" + root_of(hashes[:k]) + root_of(hashes[k:])).digest()
def tile(level: object, n: int, width: int = 256) -> str:
    """[tlog-tiles] A tile's name: number 1234067 is x001/x234/067; a partial one ends in .p/WIDTH."""
    name, above = f"{n % 1000:03d}", n // 1000
    while above:
        name, above = f"x{above % 1000:03d}/{name}", above // 1000
    return f"tile/{level}/{name}" + (f".p/{width}" if width < 256 else "")

class Tree:
    """The Merkle tree over the entries so far. Its tiles are compared as they grow, and not kept."""
    def __init__(self, folder: str) -> None:
        self.folder, self.size, self.width, self.left = folder, 0, 256, names_below(folder, "tile")  # to account for
        self.levels: list[list[bytes]] = []  # at level L the last roots, below 256, of 256**L entries
    def append(self, node: bytes, level: int = 0) -> None:
        self.levels += [[]] if level == len(self.levels) else []
        self.levels[level].append(node)
        if len(self.levels[level]) == 256:
            full, self.levels[level] = self.levels[level], []
            self.compare(tile(level, self.size >> 8 * level + 8), b"".join(full))
            self.append(root_of(full), level + 1)
        self.size += level == 0
    def compare(self, name: str, due: bytes) -> None:
        must(read(self.folder, name) == due, f"{name} is not what the entries give")
        self.left.discard(name)
    def compare_partial(self) -> None:
        for level, hashes in [(level, hashes) for level, hashes in enumerate(self.levels) if hashes]:
            self.compare(tile(level, self.size >> 8 * level + 8, len(hashes)), b"".join(hashes))
    def root(self) -> bytes:
        rest: list[bytes] = []  # what is no whole 256**L entries, at the right
        for hashes in self.levels:
            rest = [root_of(hashes + rest)] if hashes + rest else []
        return root_of(rest)
    def given(self) -> bytes:
        """The next entry's hash as its tile has it: all that is here of one that is withheld."""
        found = read(self.folder, tile(0, self.size // 256, self.width))[self.size % 256 * 32 :][:32]
        must(len(found) == 32, f"of entry {self.size + 1:,} there is neither what it says nor its hash")
        return found
    def entries(self, sealed: int) -> Iterator[bytes]:
        """[tlog-tiles, Log Entries] Every entry: it follows its length, two bytes, in its tile."""
        full = next(n for n in range(len(self.left) + 1) if tile("entries", n) not in self.left)
        last = max((w for w in range(1, 256) if tile("entries", full, w) in self.left), default=0)
        for n, width in [(n, 256) for n in range(full)] + [(full, last)] * (last > 0):
            name, at = tile("entries", n, width), 0
            data, self.width = read(self.folder, name), width
            self.left.discard(name)
            for entry in range(256 * n + 1, 256 * n + width + 1):
                start, at = at + 2, at + 2 + int.from_bytes(data[at : at + 2], "big")
                must(start <= at <= len(data), f"{name} breaks off within entry {entry:,}")
                yield data[start:at]
                if entry == sealed and entry % 256:
                    self.compare(tile("entries", n, entry % 256), data[:at])
            must(at == len(data), f"{name} holds more than {width} entries")

# --- 4. What the entries tell ---------------------------------------------------------------------
class Log:
    """Follows the entries from the first, each before it joins the tree."""
    def __init__(self, tree: Tree, seals: str, witnesses: list[Key]) -> None:
        self.tree, self.seals, self.at, self.witnesses = tree, seals, 0, witnesses
        self.origin, self.last, self.cosigned, self.settled, self.sealed, self.signed, self.bytes = *[""] * 4, 0, 0, 0
        self.vkeys: list[str] = []
        self.given: dict[str, list[tuple[str, str]]] = {}  # members' keys, for which ledger; in force is the last
        self.drafts: dict[str, dict[str, Any]] = {}  # of decisions not `settled` yet and the last that was; `bytes`
    def take(self, n: int, topic: str, state: dict[str, Any], size: int, version: int) -> None:
        must((topic == "charter-given") == (n == 1), "the charter is not the first entry, and only that")
        if topic == "charter-given":
            self.origin, self.vkeys = f"rcm-ledger/{state['ledger']}", [state["key"]]
        elif topic == "seal-made":
            self.take_seal(n, state["checkpoint"])
        elif topic == "key-rotated":
            text = f"rcm-ledger key rotation\n{self.origin}\n{n}\n{state['key']}\n"
            vouched(state["note"], text, [self.vkeys[-1], state["key"]])
            self.vkeys.append(state["key"])
        elif topic == "member-key-given":
            ledger, keys = state["note"].split("\n")[1], self.given.setdefault(state["member"], [("", "")])
            text = f"rcm-ledger member-key/v1\n{ledger}\n{state['member']}\n{state['key']}\n"
            vouched(state["note"], text, [state["key"], *filter(None, [keys[-1][0]])])
            must(state["key"][-44:] not in [k[-44:] for had in self.given.values() for k, _ in had], "not a new key")
            keys.append((state["key"], ledger))
        elif topic == "member-key-withdrawn":
            must(self.given[state["member"]][-1][0] == state["key"], "the key withdrawn is not in force")
            self.given[state["member"]].append(("", ""))
        elif topic == "change-enacted":
            self.show(n, state["authority"], *state["change"].popitem())
        elif "decision" in state or state.get("kind") == "decision":
            self.take_decision(topic, state.get("decision") or state["id"], state, size, version)
    def take_seal(self, n: int, note: str) -> None:
        must(signers(note, [key_of(self.vkeys[-1])]) and note.count("\n— ") == 1, "the ledger's key did not seal it")
        origin, size, root = note.rpartition("\n\n")[0].split("\n")  # [tlog-checkpoint, Note text]
        must(origin == self.origin, "it seals another ledger")
        must(size == str(n - 1), f"it seals {size} entries, and {n - 1} stand before it")
        must(root == base64.b64encode(self.tree.root()).decode(), "the entries before it are not the sealed ones")
        copy = self.seals[self.at : self.seals.find("\n\n", self.at + len(note) - 1) + 1 or None]
        must(copy.startswith(note), "seals.txt has another seal in its place, or none")
        self.cosigned = ", ".join(sorted({key[0] for key in signers(copy, self.witnesses)}))
        self.at, self.sealed, self.last = self.at + len(copy) + 1, n - 1, copy
    def take_decision(self, topic: str, id: str, state: dict[str, Any], size: int, version: int) -> None:
        self.bytes += size - self.drafts.pop(self.settled, {"bytes": 0})["bytes"]
        self.settled = id if topic in ("decision-adopted", "decision-declined", "decision-withdrawn") else ""
        draft = self.drafts.setdefault(id, {"bytes": 0})
        must(draft.get("version", version - 1) + 1 == version, f"something of {id} is withheld before it")
        draft["bytes"], draft["version"] = draft["bytes"] + size, version
        must(self.bytes < 50_000_000, "more than 50 MB of drafts are open at once")
        say(*[f"{topic}: {state.get('member')}, {id} {canonical(state.get('reason'))}"] * ("contest" in topic))
        if topic in ("decision-tabled", "decision-redrafted"):
            draft.update(text=canonical(state["fields"]["text"]), changes=hashlib.sha256(b'{"changes":['), said={}, n=0)
        elif topic == "change-drafted":
            must(not draft["said"], "a change joins a draft on which positions were taken")
            draft["changes"].update(("," * (draft["n"] > 0) + canonical(state["change"])).encode())
            draft["n"] += 1
        elif topic == "position-taken":
            member, said = state["member"], {"stance": "agree", "except": [], **state["position"]}
            draft["said"][member] = said["stance"] + "".join(f", but not on {item}" for item in said["except"])
            if by := said.get("signature"):
                self.take_signature(id, draft, member, said, by, by["ledger"] == self.origin)
    def take_signature(self, id: str, draft: Any, member: str, said: Any, by: dict[str, str], own: bool) -> None:
        hashed = draft["changes"].copy()
        hashed.update(f'],"text":{draft["text"]}}}'.encode())
        text = "rcm-ledger position/v1\n" + canonical({
            "ledger": by["ledger"], "decision": id, "draft": hashed.hexdigest(), "member": member,
            "stance": said["stance"], "except": sorted(said["except"]), "statement": said.get("statement")})
        must(by["key"] in [k for k, of in self.given[member][-own:] if own or of != self.origin], f"not {member}'s key")
        must(ed25519(key_of(by["key"])[3], text.encode(), base64.b64decode(by["value"])), f"{member} did not sign that")
        self.signed += 1
    def show(self, n: int, by: dict[str, Any], kind: str, what: dict[str, Any]) -> None:
        if kind not in ("translate", "start", "record-occurrence", "approve") or what.get("replaces"):
            said = self.drafts[by["decision"]]["said"] if by["decision"] == self.settled else {}
            say(f"entry {n:,}: {kind} {what.get('item', '')} by {by['reference']} of {by['body']} at {by['meeting']}, "
                f"adopted on {by['adopted_on']}", f"  {canonical(what)}")
            say(*(f"  {each}: {' '.join(m for m in said if said[m] == each)}" for each in sorted(set(said.values()))))

# --- 5. All of it together ------------------------------------------------------------------------
def check(folder: str, seal: str) -> None:
    witnesses = read_text(folder, "witnesses.txt").split() if os.path.lexists(f"{folder}/witnesses.txt") else []
    last, brought = read_text(folder, "checkpoint"), read("", seal)[:100_000].decode("utf-8", "replace") if seal else ""
    marked = re.findall(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)", brought)  # 1,234 or 1.234 or 1 234
    numbers = {*re.findall(r"\d+", brought), *(re.sub(r"\D", "", each) for each in marked)}
    digits, match = re.sub(r"[^0-9a-f]", "", brought.lower()), 0  # a root, in whatever groups it was printed
    sealed = int("".join(re.findall(r"\A.*\n(\d{1,15})\n", last)) or 0)
    tree, unnamed, withheld = Tree(folder), names_below(folder, "sources"), 0
    log = Log(tree, read_text(folder, "seals.txt"), [key_of(vkey, 4) for vkey in witnesses])
    for n, entry in enumerate(tree.entries(sealed), start=1):
        try:
            whole = json.loads(entry.decode() or "{}", object_pairs_hook=once)
            must([*whole] in (["stream", "version", "topic", "state"], []), "it has not the form of an entry")
            if entry:
                log.take(n, whole["topic"].partition("/")[0], whole["state"], len(entry), whole["version"])
        except NotAuthentic as why:
            raise NotAuthentic(f"entry {n:,}: {why}") from None
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            raise NotAuthentic(f"entry {n:,} cannot be read as what it says it is") from None
        withheld += not entry
        tree.append(hashlib.sha256(b"\0" + entry).digest() if entry else tree.given())  # [RFC 6962, 2.1]
        unnamed -= {f"sources/{each}" for each in re.findall('"([0-9a-f]{64})"', entry.decode())} if unnamed else set()
        if str(n) in numbers and (tree.root().hex() in digits or base64.b64encode(tree.root()).decode() in brought):
            match = n
        if n == sealed:
            tree.compare_partial()
    tree.compare_partial()
    must(log.sealed == sealed > 0, "the log ends before the last seal")
    must(log.at > len(log.seals) and log.last == last, "seals.txt or checkpoint has another last seal than the log")
    must(not tree.left, f"that does not belong among the tiles: {sorted(tree.left)[:3]}")
    must(read_text(folder, "keys.txt") == "\n".join(log.vkeys) + "\n", "keys.txt has other keys than the log")
    must(not unnamed, f"that is no original that an entry names: {sorted(unnamed)[:3]}")
    for name in names_below(folder, "sources"):
        must(hashlib.sha256(read(folder, name)).hexdigest() == name[8:], f"{name} was altered: its hash is another")
    must(match or not seal, f"not what {seal} sealed: it names no number of entries here together with their root")
    say(f"AUTHENTIC / AUTÉNTICO: 1-{sealed:,}" + f"; your seal / su sello: 1-{match:,}" * (match > 0))
    say(f"sealed by no seal yet / sin sello todavía: {max(sealed, match) + 1:,}-{tree.size:,}")
    say(*[f"withheld, as not adopted / reservados por no adoptados: {withheld:,}"] * (withheld > 0))
    say(f"signed positions / posiciones firmadas: {log.signed:,}; cosigned by / refrendado por: {log.cosigned or '-'}")
    say("compare these keys with the minutes / compare estas claves con las actas:", *log.vkeys, *witnesses)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Checks a bundle of a ledger, with Python alone.")
    parser.add_argument("folder", nargs="?", default=beside, help="the unpacked bundle; or where this file lies")
    parser.add_argument("--seal", default="", help="a seal's file got elsewhere, or what the printed minutes say")
    try:
        check(**vars(parser.parse_args()))
    except BrokenPipeError:  # nobody reads on
        os._exit(1)
    except (NotAuthentic, OSError) as why:
        say(f"NOT AUTHENTIC / NO ES AUTÉNTICO: {why}")
        sys.exit(1)
