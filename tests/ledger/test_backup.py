"""A backup of a ledger in use, and what is restored from it: on both stores, and from each to the other."""

import json
import os
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ledger.backup import BackedUp, Backup, back_up
from ledger.beside import Beside
from ledger.ledger import Ledger
from ledger.place import place_of
from ledger.problems import Problem
from ledger.restoring import Restored, restore
from ledger.sources import original_of
from ledger.store import EntryRow, LogDamaged
from ledger.verify import verify
from tests.builders import (
    Conference,
    a_decision,
    a_meeting,
    all_agree,
    approve,
    approve_section,
    start,
)
from tests.bundle.bundles import members_of, zipped
from tests.processes.proof import assert_right
from tests.processes.sessions import Session, opened
from tests.stores import Address, Databases, Files, Store, both_stores

DAY = "2007-05-10"


@pytest.fixture
def it(conference: Conference, tmp_path: Path) -> Conference:
    """A ledger with a plan, a signed original, a seal, and what was decided after it."""
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF the signed minutes")
    conference.decides("rcm", DAY, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"))
    conference.ledger.keep_source(scan, original_of(scan))
    conference.ledger.seal()
    conference.decides("rcgm", "2007-06-10", start("a1"))
    return conference


def backed_up(ledger: Ledger, file: Path, **how: object) -> BackedUp:
    with file.open("wb") as out:
        return back_up(ledger, out, **how)  # type: ignore[arg-type]


def restored(file: Path, address: Address) -> Restored:
    with Backup(file) as backup:
        return restore(backup, place_of(str(address)))


@pytest.fixture
def file(it: Conference, tmp_path: Path) -> Path:
    backed_up(it.ledger, tmp_path / "backup")
    return tmp_path / "backup"


def log_of(address: Address) -> list[EntryRow]:
    """Every byte of the log, on whichever store."""
    with closing(Ledger.open(address)) as ledger:
        return list(ledger.recorder.rows())


@pytest.fixture(params=["file", "server"])
def other(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Where it is restored to."""
    if request.param == "file":
        yield Files()
    else:
        databases: Databases = request.getfixturevalue("databases")
        folder: Path = request.getfixturevalue("tmp_path") / "restored"
        yield databases
        databases.forget(folder)


# --- there and back -------------------------------------------------------------------------------


@both_stores
def test_from_either_store_to_either_every_byte_of_the_log_comes_back(it, file, other, tmp_path):
    it.ledger.settle_in_place()
    (tmp_path / "restored").mkdir()
    address = other.address(tmp_path / "restored")
    assert restored(file, address).lacks() is None
    assert log_of(address) == log_of(it.ledger.place.name)
    assert_right(address)
    with closing(Ledger.open(address)) as ledger:
        assert ledger.recorder.is_guarded()
        (sha256,) = verify(ledger).sources["kept"]
        assert ledger.sources.state(sha256) == "kept"


@both_stores
def test_it_goes_on_where_it_was_once_its_key_is_there(it, store, tmp_path):
    key = it.ledger.signer().private
    backed_up(it.ledger, tmp_path / "backup", key=key)
    address = store.address(tmp_path / "restored")
    (tmp_path / "restored").mkdir()
    restored(tmp_path / "backup", address)
    with closing(Ledger.open(address)) as ledger:
        assert Beside(ledger.place.beside).key.stat().st_mode & 0o777 == 0o600
        before = len(ledger.seals())
        ledger.seal()
        assert [ledger.holds(seal, ledger.tree()) for seal in ledger.seals()] == [True] * (before + 1)
        Conference(ledger).decides("rcm", "2008-06-10", approve("a2", "mpm"))
        assert verify(ledger).proven


def test_the_private_key_is_in_a_backup_only_where_it_is_asked_for(it, file, tmp_path):
    secret = b64encode(it.ledger.signer().private.private_bytes_raw())[8:24]
    assert all(secret not in data for data in members_of(file).values())
    backed_up(it.ledger, tmp_path / "with", key=it.ledger.signer().private)
    assert "ledger.key" in members_of(tmp_path / "with")


def test_only_its_owner_reads_it(file):
    assert os.stat(file).st_mode & 0o777 == 0o600


def test_what_others_said_of_its_seals_is_in_it(it, tmp_path):
    kept = Beside(it.ledger.place.beside).seals
    (kept / "7.cosignatures").write_text("— a witness AAAA\n")
    (kept / "witnesses.txt").write_text("")
    (kept / "notes of somebody.txt").write_text("not ours")
    backed_up(it.ledger, tmp_path / "backup")
    names = [name for name in members_of(tmp_path / "backup") if name.startswith("seals/")]
    assert sorted(names) == ["seals/7.cosignatures", "seals/last-signed", "seals/witnesses.txt"]


# --- of a ledger in use ---------------------------------------------------------------------------


def busy(pipe: Connection, path: Address) -> None:
    """Records decision after decision until it is told to stop; answers each."""
    with opened(path) as (ledger, _):
        positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
        for serial in count(1):
            if pipe.poll():
                break
            id = f"d-{serial}"
            ledger.table(a_decision(id, f"rcm-{DAY}", DAY), [approve(id, "mpm")], positions)
            ledger.adopt(id)
            ledger.seal()
            pipe.send(ledger.head)


@both_stores
def test_what_is_backed_up_while_others_record_is_one_moment_of_the_log(it, store, tmp_path):
    it.ledger.settle_in_place()
    address = it.ledger.place.name
    (tmp_path / "restored").mkdir()
    session = Session(busy, address)
    for n in range(3):
        # At least one act lies between one backup and the next.
        session.answer()
        made = backed_up(it.ledger, tmp_path / f"{n}")
        with Backup(tmp_path / f"{n}") as backup:
            backup.check()
            assert backup.size == made.entries
        copy = store.address(tmp_path / "restored", f"{n}.db")
        assert restored(tmp_path / f"{n}", copy).lacks() is None
        assert log_of(copy) == log_of(address)[: made.entries]
        with closing(Ledger.open(copy)) as ledger:
            assert verify(ledger).proven
    session.tell("stop")
    assert len(list(session.answers())) >= 1
    assert session.ended() == 0


def test_no_writer_waits_for_a_backup(it, tmp_path):
    """The backup stops halfway, and another handle records."""
    it.ledger.settle_in_place()
    with closing(Ledger.open(it.ledger.path)) as writer:
        recorded = []

        def halfway(done: int, total: int) -> None:
            if not recorded:
                writer.convene(a_meeting("rcgm", "2008-01-01", id="meanwhile"))
                recorded.append(writer.head)

        made = backed_up(it.ledger, tmp_path / "backup", progress=halfway)
    assert recorded == [made.entries + 1]


# --- what is refused ------------------------------------------------------------------------------


@both_stores
def test_a_place_that_is_taken_is_left_as_it_is(it, file):
    it.ledger.settle_in_place()
    before = log_of(it.ledger.place.name)
    with pytest.raises(Problem) as refused:
        restored(file, it.ledger.place.name)
    assert refused.value.code == "ledger-exists"
    assert log_of(it.ledger.place.name) == before


def first(names: Iterator[str], beginning: str) -> str:
    return next(name for name in names if name.startswith(beginning))


def cut_short(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def other_entry(file: Path) -> None:
    members = members_of(file)
    name = first(members, "tile/")
    members[name] = members[name].replace(b"The title of a1", b"The title of b1", 1)
    zipped(file, members)


def an_entry_less(file: Path) -> None:
    members = members_of(file)
    told = json.loads(members["backup.json"])
    members["backup.json"] = json.dumps({**told, "entries": told["entries"] - 1}).encode()
    zipped(file, members)


def other_original(file: Path) -> None:
    members = members_of(file)
    members[first(members, "sources/")] = b"%PDF another"
    zipped(file, members)


def a_path_out(file: Path) -> None:
    zipped(file, {**members_of(file), "seals/../../out": b"x"})


def of_a_later_version(file: Path) -> None:
    members = members_of(file)
    told = json.loads(members["backup.json"])
    members["backup.json"] = json.dumps({**told, "backup": 2}).encode()
    zipped(file, members)


def says_nothing(file: Path) -> None:
    zipped(file, {**members_of(file), "backup.json": b"[1"})


def no_zip(file: Path) -> None:
    file.write_bytes(b"not at all")


@both_stores
@pytest.mark.parametrize(
    "spoil",
    [cut_short, other_entry, an_entry_less, other_original, a_path_out, of_a_later_version, says_nothing, no_zip],
)
def test_of_a_damaged_backup_nothing_is_restored(it, file, store, tmp_path, spoil):
    (tmp_path / "restored").mkdir()
    address = store.address(tmp_path / "restored")
    beside = place_of(str(address)).beside.parent
    before = sorted(beside.rglob("*"))
    spoil(file)
    with pytest.raises(Problem) as refused:
        restored(file, address)
    assert refused.value.code == "not-a-backup"
    assert str(file) in refused.value.message["es"]
    assert not place_of(str(address)).is_taken()
    assert sorted(beside.rglob("*")) == before


def test_a_bundle_is_no_backup_and_a_backup_no_bundle(it, file, tmp_path):
    from ledger.bundle import write_bundle
    from ledger.bundle_reader import Bundle, NotABundle

    with (tmp_path / "bundle").open("wb") as out:
        write_bundle(it.ledger, out)
    with pytest.raises(Problem):
        Backup(tmp_path / "bundle")
    with pytest.raises(NotABundle) as refused:
        Bundle(file)
    assert "rcm-ledger restore" in str(refused.value)


TAMPERED = {
    "file": (
        "DELETE FROM stored_events WHERE rowid = 5",
        "UPDATE stored_events SET state = x'ff' WHERE rowid = 5",
        "UPDATE stored_events SET state = 5 WHERE rowid = 5",
    ),
    "server": (
        "DELETE FROM stored_events WHERE notification_id = 5",
        "UPDATE stored_events SET state = '\\xff'::bytea WHERE notification_id = 5",
    ),
}


@both_stores
def test_of_a_damaged_log_no_backup_is_made(it, store, tmp_path):
    for n, tampered in enumerate(TAMPERED["file" if isinstance(store, Files) else "server"]):
        (tmp_path / f"{n}").mkdir()
        damaged = store.copy(settled(it.ledger), tmp_path / f"{n}")
        with closing(Ledger.open(damaged)) as ledger:
            unguarded(ledger)
            with ledger.recorder.datastore.session() as c:
                c.execute(tampered)
            with pytest.raises(LogDamaged) as refused:
                backed_up(ledger, tmp_path / "backup")
        assert refused.value.entry == 5


def settled(ledger: Ledger) -> Address:
    ledger.settle_in_place()
    return str(ledger.place.name)


def unguarded(ledger: Ledger) -> None:
    """Whoever owns the tables can take the guard away."""
    with ledger.recorder.datastore.session() as c:
        if ledger.recorder.ENTRY == "notification_id":
            c.execute("ALTER TABLE stored_events DISABLE TRIGGER append_only")
        else:
            for (name,) in ledger.recorder.read("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                c.execute(f"DROP TRIGGER {name}")


# --- an older one ---------------------------------------------------------------------------------


@both_stores
def test_an_older_backup_where_the_last_seal_was_kept_says_what_it_lacks(it, file, store, tmp_path):
    it.decides("rcm", "2008-06-10", approve("a2", "mpm"))
    seal = it.ledger.seal()
    (tmp_path / "restored").mkdir()
    address = store.address(tmp_path / "restored")
    beside = Beside(place_of(str(address)).beside)
    beside.seals.mkdir(parents=True)
    mine = Beside(it.ledger.place.beside).last_signed.read_bytes()
    beside.last_signed.write_bytes(mine)
    found = restored(file, address)
    assert found.lacks() == seal.size
    assert beside.last_signed.read_bytes() == mine
    with closing(Ledger.open(address)) as ledger:
        assert "not-the-sealed" in [v.code for v in verify(ledger).violations]
    # It knows no better where only the backup is at hand; a seal from the minutes does.
    assert Restored(found.entries, None).lacks(seal.checkpoint) == seal.size


def test_what_is_beside_its_place_already_stays(it, file, tmp_path):
    place = place_of(tmp_path / "restored.db")
    beside = Beside(place.beside)
    beside.seals.mkdir()
    beside.witnesses.write_text("mine\n")
    beside.key.write_text("mine too")
    restored(file, tmp_path / "restored.db")
    assert beside.witnesses.read_text() == "mine\n"
    assert beside.key.read_text() == "mine too"


def test_a_zip_of_it_opens_with_any_tool(file):
    with zipfile.ZipFile(file) as opened_file:
        assert opened_file.testzip() is None
