"""`export --bundle` and `verify FILE.zip`, as they are typed."""

import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.bundle.bundles import members_of, unpacked, zipped
from tests.stores import both_stores

pytestmark = both_stores


@pytest.fixture
def bundle(command, ledger, tmp_path):
    """The bundle of the shipped register, sealed, in a folder where nothing else is."""
    assert command("seal").status == 0
    assert command("export", "--bundle", "-o", "handover.zip").status == 0
    empty = tmp_path / "empty"
    empty.mkdir()
    return shutil.move(tmp_path / "handover.zip", empty / "handover.zip")


def test_a_bundle_is_carried_away_and_checked_where_nothing_else_is(command, bundle, monkeypatch):
    monkeypatch.chdir(bundle.parent)
    answer = command("verify", "handover.zip")
    assert answer.status == 0
    assert "Authentic: entries, tree, seals, keys and register agree" in answer.said
    assert "Every change was judged again" in answer.said
    assert [file.name for file in bundle.parent.iterdir()] == ["handover.zip"]
    document = command("verify", "handover.zip", "--json").document
    assert document["authentic"] is True
    assert document["lawful"] is True
    assert document["violations"] == []
    assert document["sealed"] == document["events"] - 1
    assert document["unsealed"] == 1
    assert document["seals"][-1]["root"]
    with zipfile.ZipFile(bundle) as file:
        file.extractall(bundle.parent)
    assert subprocess.run([sys.executable, "check.py"], stdout=subprocess.DEVNULL).returncode == 0


def test_the_page_of_the_minutes_is_what_it_is_compared_with(command, bundle, tmp_path):
    page = command(
        "seals", str(json.loads(command("seals", "--json").out)["seals"][0]["size"]), "--minutes"
    )
    assert page.status == 0
    (tmp_path / "page.txt").write_text(page.out)
    assert command("verify", bundle, "--seal", "page.txt").status == 0
    folder = unpacked(tmp_path / "unpacked", members_of(bundle))
    check = [sys.executable, folder / "check.py", "--seal", tmp_path / "page.txt"]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "your seal / su sello: 1-" in done.stdout
    other = page.out.translate(str.maketrans("abcdef", "bcdefa"))
    (tmp_path / "page.txt").write_text(other)
    assert command("verify", bundle, "--seal", "page.txt").status != 0
    assert subprocess.run(check, stdout=subprocess.DEVNULL).returncode == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "register.yaml, which people read, is not what the entries say"),
        ("es", "que leen las personas"),
    ],
)
def test_a_falsified_bundle_is_refused_in_both_languages(command, bundle, lang, words):
    members = members_of(bundle)
    members["register.yaml"] = members["register.yaml"].replace(b"opens_on: 19", b"opens_on: 18", 1)
    zipped(bundle, members)
    answer = command("verify", bundle, "--lang", lang)
    assert answer.status == 1
    assert words in answer.said
    document = command("verify", bundle, "--json").document
    assert document["authentic"] is False
    assert document["lawful"] is True


def test_what_is_no_bundle_is_wrong_use(command, tmp_path):
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 and no more")
    answer = command("verify", "b.zip")
    assert answer.status == 2
    assert "b.zip is not a bundle" in answer.said


def test_a_bundle_needs_a_file_and_a_seal_and_an_export_says_what(command, ledger):
    answer = command("export", "--bundle", "-o", "b.zip")
    assert answer.status == 2
    assert "no seal yet" in answer.said
    assert command("seal").status == 0
    for wrong in (
        ["--bundle"],
        ["--bundle", "-o", "-"],
        ["--bundle", "--register", "-o", "b.zip"],
        ["--sources", "--register"],
    ):
        assert command("export", *wrong).status == 2
    document = command("export", "--bundle", "--json", "-o", "b.zip").document
    assert document["entries"] == document["sealed"] + 1
    assert command("export", "--bundle", "-o", "b.zip").status == 2
    assert command("export", "--bundle", "-o", "b.zip", "--force").status == 0


def test_one_for_everybody_says_what_it_withholds(command, ledger):
    assert command("seal").status == 0
    told = command("export", "--bundle", "--public", "-o", "website.zip")
    assert (told.status, "holds the fingerprints only" in told.said) == (0, True)
    verified = command("verify", "website.zip")
    assert (verified.status, "only the bundle of members and auditors" in verified.said) == (0, True)
    assert "Son borradores" in command("verify", "website.zip", "--lang", "es").said
    withheld = command("verify", "website.zip", "--json").document["withheld"]
    again = command("export", "--bundle", "--public", "-o", "again.zip", "--json")
    assert again.document["withheld"] == withheld > 5
    refused = command("export", "--register", "--public", "-o", "register.yaml")
    assert (refused.status, "--bundle --public" in refused.said) == (2, True)
