"""Help teaches in the language of who asks, on a narrow terminal too."""

import re
import shlex

import pytest

from api.commands import GROUPS
from api.commands import command as whole
from api.help import EVERYWHERE, Command, Commands, Words
from api.texts import HELP, LANGUAGES, Texts, table


def found(name: str) -> Command | Commands:
    """A command by its whole name: `plan`, `witness new`."""
    command = whole()
    for part in name.split():
        command = command.commands[part]
    return command


def with_those_below(name: str) -> list[str]:
    below = getattr(found(name), "commands", {})
    return [name, *(f"{name} {each}" for each in below)]


NAMED = [name for names in GROUPS.values() for name in names]
COMMANDS = [whole_name for name in NAMED for whole_name in with_those_below(name)]
OURS_IN_ENGLISH = re.compile(
    r"\b(usage|options|command|commands|arguments|examples|show|this|message|exit|required|default|the|of|"
    r"ledger's|item|meeting\b(?! rcm)|decision|day|file)\b",
    re.IGNORECASE,
)


def test_every_command_is_in_a_group_and_every_group_has_commands():
    assert sorted(NAMED) == sorted(whole().commands)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_argument_and_option_has_its_words(name, language):
    command = found(name)
    words = Words(command, Texts(language))
    assert all(words.of(part) for part in ("", ".more", ".examples"))
    assert [p.name for p in command.params if not words.of_parameter(p)] == []
    named = [p for p in command.params if p.param_type_name == "argument" or not p.is_flag]
    assert [p.name for p in named if not words.metavar(p)] == []


def test_the_root_has_its_words_in_both_languages():
    for language in LANGUAGES:
        words = Words(whole(), Texts(language))
        assert words.of("")
        assert [p.name for p in whole().params if not words.of_parameter(p)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_argument_or_option_shows_the_help_of_a_command(language):
    t = Texts(language)
    commands = [found(name) for name in COMMANDS]
    of_commands = {Words(command, t).of("") for command in commands}
    params = [(command, param) for command in [whole(), *commands] for param in command.params]
    words = {f"{c.name} {p.name}": Words(c, t).of_parameter(p) for c, p in params}
    assert [name for name, text in words.items() if text in of_commands] == []


def test_an_option_that_several_commands_share_has_its_words_once():
    """Else the table that is read first would speak for the other's command, too."""
    keys = [key for name in HELP for key in table(name)]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


@pytest.mark.parametrize(
    ("of", "line"),
    [
        ("docket", "MEETING  The meeting's id."),
        ("document agenda", "MEETING  The meeting's id."),
        ("diff", "FROM  The meeting or day to compare from."),
        ("witness request", "--from SIZE  As if it had last seen so many entries."),
        ("attach", "--url URL  Where it is published."),
    ],
)
def test_an_argument_or_option_shows_its_own_words(command, of, line):
    assert line in re.sub(r" {2,}", "  ", command(*of.split(), "--help").out)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_in_spanish_has_no_english_words(command, name):
    answer = command(*name.split(), "--help", "--lang", "es")
    assert answer.status == 0
    # What is typed is the same in every language: commands, options, ids, and values in the
    # register's form.
    prose = answer.out.split("\nEjemplos\n")[0]
    prose = re.sub(r"`[^`]*`|rcm-ledger( [a-z-]+){0,2}|^  [a-z-]+  ", " ", prose, flags=re.MULTILINE)
    prose = re.sub(r"--?[a-z-]+|[a-z-]+(\|[a-z-]+)+|\S+\.(yaml|db|es|en)\S*", " ", prose)
    prose = re.sub(
        r"\b(title|text|statement|place|number|source|host|positions)\b[.\w]*", " ", prose
    )
    assert OURS_IN_ENGLISH.findall(prose) == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_fits_a_terminal_of_sixty_columns(command, monkeypatch, name, language):
    monkeypatch.setenv("COLUMNS", "60")
    answer = command(*name.split(), "--help", "--lang", language)
    assert answer.status == 0
    assert max(map(len, answer.out.splitlines())) <= 60


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_are_of_commands_and_options_that_exist(name, language):
    examples = Words(found(name), Texts(language)).of(".examples").replace("\\\n", " ")
    for line in examples.splitlines():
        if line.startswith("#"):
            continue
        program, *arguments = shlex.split(line)
        command, which = whole(), []
        while isinstance(command, Commands):
            which.append(arguments.pop(0))
            command = command.commands[which[-1]]
        assert (program, " ".join(which).startswith(name)) == ("rcm-ledger", True)
        known = {option for param in command.params for option in param.opts}
        assert [a for a in arguments if a.startswith("--") and a not in known] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_global_options_are_shown_with_every_command(name):
    assert [p.name for p in found(name).params][-len(EVERYWHERE) :] == list(EVERYWHERE)


def test_alone_it_shows_its_help(command):
    assert command().out == command("--help").out
    assert command("--lang", "es").out == command("--help", "--lang", "es").out


def test_a_command_of_commands_alone_shows_its_help_and_knows_what_is_near(command):
    assert command("witness").out == command("witness", "--help").out
    assert "witness new" in command("witness", "nwe").err
    assert "`rcm-ledger witness --help`" in command("witness", "xyzzy").err
    assert command("witness", "--json").document["errors"]
