"""How the service runs: from the command line, the environment, a file; and `config check`."""

import os
from pathlib import Path

import pytest

from api.locales.settings import TEXTS
from api.settings import Mail, Settings, read_settings, variable_of
from ledger.input_errors import UnreadableInput


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in [name for name in os.environ if name.startswith("RCM_LEDGER")]:
        monkeypatch.delenv(name)


def written(text: str, name: str = "rcm-ledger.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def told(file: str | None = None) -> dict[tuple[str, int | None, str], str]:
    """What is wrong, by its place, in English."""
    with pytest.raises(UnreadableInput) as wrong:
        read_settings(file)
    assert all(error.message["en"] and error.message["es"] for error in wrong.value.errors)
    return {(e.file, e.line, e.path): e.message["en"] for e in wrong.value.errors}


def test_what_is_typed_counts_before_the_environment_and_that_before_the_file(monkeypatch):
    assert read_settings().port == 8000
    written("port = 1\nworkers = 2\nhost = '192.0.2.1'\n")
    assert (read_settings().port, read_settings().workers) == (1, 2)
    monkeypatch.setenv("RCM_LEDGER_PORT", "3")
    assert (read_settings().port, read_settings().workers) == (3, 2)
    assert read_settings(port=4, workers=None).port == 4


def test_the_file_is_the_one_named_or_the_one_of_the_environment_or_the_one_here(monkeypatch):
    written("port = 1")
    written("port = 2", "other.toml")
    written("port = 3", "third.toml")
    assert read_settings().port == 1
    monkeypatch.setenv("RCM_LEDGER_CONFIG", "other.toml")
    assert read_settings().port == 2
    assert read_settings("third.toml").port == 3


def test_what_stands_below_is_taken_from_both(monkeypatch):
    written('[mail]\nhost = "mail.example.org"\nsender = "a@example.org"\n')
    monkeypatch.setenv("RCM_LEDGER_MAIL__PORT", "25")
    mail = read_settings().mail
    assert mail is not None
    assert (mail.host, mail.port, mail.security) == ("mail.example.org", 25, "starttls")


def test_networks_are_a_list_in_the_file_and_divided_by_commas_in_the_environment(monkeypatch):
    written('metrics_from = ["10.0.0.0/8", "192.0.2.7"]\n')
    settings = read_settings()
    monkeypatch.setenv("RCM_LEDGER_METRICS_FROM", "10.0.0.0/8, 192.0.2.7")
    assert read_settings().metrics_from == settings.metrics_from
    allowed = {"127.0.0.1": True, "::1": True, "10.1.2.3": True, "192.0.2.7": True}
    refused = {"192.0.2.8": False, "11.0.0.1": False, "": False, "testclient": False}
    for address, may in (allowed | refused).items():
        assert settings.may_read_metrics(address) is may


def test_every_wrong_key_and_value_is_named_with_its_place_and_what_is_allowed(monkeypatch):
    written(
        'port = "eighty"\n'
        "workrs = 3\n"
        "# a comment\n"
        "[mail]\n"
        'hsot = "x"\n'
        'sender = "nobody"\n'
        'security = "ssl"\n'
    )
    monkeypatch.setenv("RCM_LEDGER_WORKERS", "0")
    monkeypatch.setenv("RCM_LEDGER_PROT", "1")
    monkeypatch.setenv("RCM_LEDGER_MAIL__PORT", "abc")
    found = told()
    file = "rcm-ledger.toml"
    assert set(found) == {
        *((file, 1, "port"), (file, 2, "workrs"), (file, 4, "mail.host"), (file, 5, "mail.hsot")),
        *((file, 6, "mail.sender"), (file, 7, "mail.security")),
        *(("RCM_LEDGER_WORKERS", None, ""), ("RCM_LEDGER_PROT", None, ""), ("RCM_LEDGER_MAIL__PORT", None, "")),
    }
    assert "“eighty”" in found[file, 1, "port"]
    assert "from 0 to 65535" in found[file, 1, "port"]
    assert "Did you mean “workers”?" in found[file, 2, "workrs"]
    assert "Did you mean “host”?" in found[file, 5, "mail.hsot"]
    assert "allowed: starttls, tls, none" in found[file, 7, "mail.security"]
    assert "Did you mean “RCM_LEDGER_PORT”?" in found["RCM_LEDGER_PROT", None, ""]


WRONG = {
    "port": ("-1", "65536", "1.5", "[]"),
    "workers": ("0", "65", '"many"'),
    "host": ('""', "5"),
    "url": ('"ledger.example.org"', '"https://"', '"https://a/?b"'),
    "metrics_from": ('["10.0.0.1/8"]', '"everybody"', "5"),
    "proxies": ('["10.0.0.1/8"]', '"everybody"', "5"),
    "head_seconds": ("0", "-1", "3601", '"long"'),
    "body_seconds": ("0",),
    "grace_seconds": ("0",),
    "mail": ('"mail.example.org"', "[]"),
    "ledger": ("5",),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_a_value_that_a_setting_cannot_have_is_refused_with_what_it_can_be(name, value):
    written(f"# first\n{name} = {value}\n")
    ((_, line, path), said), = told().items()
    assert (line, path) == (2, name)
    assert TEXTS[f"setting.{name}"][0] in said


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"port = 1\nx y\n", 2, "this is not TOML"),
        (b"port = 1\nport = 2\n", 2, "this is not TOML"),
        (b"port = \xff\n", None, "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content, line, said):
    Path("rcm-ledger.toml").write_bytes(content)
    ((_, found, _), message), = told().items()
    assert found == line
    assert said in message


def test_a_file_that_is_not_there_is_named():
    assert told("none.toml") == {("none.toml", None, ""): "There is no such file."}
    Path("folder").mkdir()
    assert list(told("folder")) == [("folder", None, "")]


def test_every_setting_says_in_both_languages_what_it_may_be_and_has_a_variable():
    names = [*Settings.model_fields, *(f"mail.{name}" for name in Mail.model_fields)]
    assert [name for name in names if f"setting.{name}" not in TEXTS] == []
    assert len({variable_of(name) for name in names}) == len(names)


@pytest.mark.parametrize(("language", "said"), [("en", "in order"), ("es", "está en orden")])
def test_config_check_shows_each_setting_and_where_it_comes_from(command, monkeypatch, language, said):
    written("port = 1\n")
    monkeypatch.setenv("RCM_LEDGER_WORKERS", "2")
    monkeypatch.setenv("RCM_LEDGER", "postgresql://me:geheim@db.example.org/conference")
    shown = command("config", "check", "--lang", language)
    assert shown.status == 0
    assert said in shown.said
    assert "geheim" not in shown.said
    document = command("config", "check", "--json").document
    assert document["settings"]["ledger"] == "postgresql://me@db.example.org/conference"
    assert document["from"]["port"] == "file"
    assert document["from"]["workers"] == document["from"]["ledger"] == "environment"
    assert document["from"]["host"] == "default"


def test_config_check_and_serve_refuse_the_same(command, ledger):
    command("seals")
    written("port = 'x'\nprot = 1\n")
    for asked in (("config", "check"), ("serve", "--ledger", str(ledger))):
        refused = command(*asked, "--json", "--lang", "es")
        assert refused.status == 2
        assert [e["line"] for e in refused.document["errors"]] == [1, 2]
        assert "¿Quiso decir «port»?" in refused.said
