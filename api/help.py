"""Help and complaints in the language of who asks: Typer's and Click's own words included.

Commands are declared in `api/commands/` without a word of help. Their words are in
`api/locales/help.py`, under the command's name, and in `option_help.py`, under `command.parameter`
or, for what several commands share, under their group's name, `document.output`, or the parameter
alone. A parameter that bears a command's name, as MEETING does, is under `any.meeting`: alone, that is
the command.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from api.session import Session, WrongUse
from api.texts import HELP, Texts, pair

if TYPE_CHECKING:
    from rich.console import RenderableType

EVERYWHERE = ("ledger", "json", "lang")
"""The options that can stand before the command's name and after it."""
LONG_DASHES = "—–―−‒‑"


class Words:
    """The words of help of one command."""

    def __init__(self, command: Any, t: Texts):
        self.name = "" if isinstance(command, Root) else str(getattr(command, "whole_name", ""))
        self.t = t

    def of(self, key: str) -> str:
        return self.t.find(f"{self.name or 'rcm-ledger'}{key}", HELP) or ""

    def of_parameter(self, param: Any) -> str:
        group = self.name.partition(" ")[0]
        name = param.name
        for key in (f"{self.name}.{name}", f"{group}.{name}", f"any.{name}", name):
            if found := self.t.find(key, HELP):
                return found
        return ""

    def metavar(self, param: Any) -> str:
        for key in (f"metavar.{self.name}.{param.name}", f"metavar.{param.name}"):
            if found := self.t.find(key, HELP):
                return found
        choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
        return "|".join(map(str, choices)) if choices else param.name.replace("_", "-").upper()


def values_are_there(command: Any, ctx: Any, arguments: Sequence[str]) -> None:
    """`--as-of --json`: Click would take the second for the value of the first."""
    options = [param for param in command.get_params(ctx) if isinstance(param, TyperOption)]
    names = {name for param in options for name in (*param.opts, *param.secondary_opts)}
    takers = {name for param in options if not param.is_flag for name in param.opts}
    for argument, next_one in pairwise(arguments):
        if argument == "--":
            return
        if argument in takers and next_one in names:
            raise WrongUse("needs-a-value", name=argument)


def dashes_are_hyphens(command: Any, ctx: Any, arguments: Sequence[str]) -> None:
    """`—-lang`: a word processor has joined two hyphens into a dash, and Click sees no option."""
    names = {
        name
        for param in command.get_params(ctx)
        if isinstance(param, TyperOption)
        for name in (*param.opts, *param.secondary_opts)
    }
    for argument in arguments:
        if argument == "--":
            return
        typed = argument.partition("=")[0]
        bare = typed.lstrip(f"{LONG_DASHES}-")
        meant = f"--{bare}" if len(bare) > 1 else f"-{bare}"
        if typed.startswith(tuple(LONG_DASHES)) and meant in names:
            raise WrongUse("long-dash", found=typed, meant=meant)


class Command(TyperCommand):
    """A command whose help is in the caller's language."""

    whole_name = ""
    """As it is typed, `plan` or `witness new`: what its words are found under."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            dashes_are_hyphens(self, ctx, args)
            values_are_there(self, ctx, args)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        return rendered(self, ctx)


class Commands(TyperGroup):
    """A command of commands, as `witness` is."""

    whole_name = ""

    def get_help(self, ctx: Any) -> str:
        return rendered(self, ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            dashes_are_hyphens(self, ctx, args[:1])
            no_such_command(self.whole_name, args[0], list(self.commands))
        return (args[0] if found else None), found, args[1:]

    def sections(self) -> Iterator[tuple[str, Sequence[Any]]]:
        """Its commands as help lists them: the key of a title, and what stands below it."""
        yield "help.commands", list(self.commands.values())


class Root(Commands):
    """`rcm-ledger` itself."""

    def sections(self) -> Iterator[tuple[str, Sequence[Any]]]:
        from api.commands import GROUPS

        for group, names in GROUPS.items():
            yield f"help.group.{group}", [self.commands[name] for name in names]


def no_such_command(group: str, name: str, commands: Sequence[str]) -> NoReturn:
    from difflib import get_close_matches

    before = f"{group} " if group else ""
    near = get_close_matches(name, commands, n=1)
    if near:
        raise WrongUse("no-such-command-near", name=f"{before}{name}", near=f"{before}{near[0]}")
    raise WrongUse("no-such-command", name=f"{before}{name}", group=before)


def rendered(command: Any, ctx: Any) -> str:
    """The help of a command, as wide as the terminal."""
    from rich.console import Console

    session: Session = ctx.find_root().obj
    console = Console(markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        for part in _help(command, ctx, session.t, console.width):
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))


def _help(command: Any, ctx: Any, t: Texts, width: int) -> Iterator["RenderableType"]:
    from rich.padding import Padding
    from rich.text import Text

    words = Words(command, t)
    yield Text.assemble((f"{t('help.usage')}: ", "bold"), usage(command, ctx, t))
    yield ""
    yield Text(words.of(""))
    if more := words.of(".more"):
        for paragraph in more.split("\n\n"):
            yield ""
            yield Text(paragraph)
    if isinstance(command, Commands):
        names_width = max(map(len, command.commands))
        for title, subs in command.sections():
            rows = [(Text(sub.name, "bold cyan"), Text(Words(sub, t).of(""))) for sub in subs]
            yield from _section(t(title), rows, width, names_width)
    params = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if isinstance(p, TyperArgument)]
    options = [p for p in params if isinstance(p, TyperOption)]
    own = [p for p in options if p.name not in EVERYWHERE and p.name != "help"]
    shared = [p for p in options if p not in own]
    yield from _section(t("help.arguments"), [_row(p, words) for p in arguments], width)
    yield from _section(t("help.options"), [_row(p, words) for p in own], width)
    yield from _section(t("help.everywhere"), [_row(p, words) for p in shared], width)
    if examples := words.of(".examples"):
        yield ""
        yield Text(t("help.examples"), "bold")
        for line in examples.split("\n"):
            if line.startswith("#"):
                yield Padding(Text(line, "dim"), (0, 0, 0, 2))
            else:
                yield Padding(Text(line, "green"), (0, 0, 0, 2))
    if isinstance(command, Commands):
        yield ""
        yield Text(t("help.more", program=ctx.command_path))


def _section(
    title: str, rows: list[tuple[Any, Any]], width: int, least: int = 0
) -> Iterator["RenderableType"]:
    if not rows:
        return
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    yield ""
    yield Text(title, "bold")
    # Where the names are wide, the words stand below them: two narrow columns are hard to read.
    widest = max(least, *(name.cell_len for name, _ in rows))
    if widest <= 0.4 * width:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(min_width=widest, no_wrap=True)
        grid.add_column()
        for name, words in rows:
            grid.add_row(name, words)
        yield Padding(grid, (0, 0, 0, 2))
        return
    for name, words in rows:
        yield Padding(name, (0, 0, 0, 2))
        if words.plain:
            yield Padding(words, (0, 0, 0, 6))


def _row(param: Any, words: Words) -> tuple[Any, Any]:
    from rich.text import Text

    t = words.t
    if isinstance(param, TyperArgument):
        name = Text(words.metavar(param), "bold cyan")
    else:
        names = sorted([*param.opts, *param.secondary_opts], key=len)
        name = Text(", ".join(names), "bold cyan")
        if not param.is_flag:
            name.append(f" {words.metavar(param)}", "yellow")
    text = Text(t("help.help") if param.name == "help" else words.of_parameter(param))
    if isinstance(param, TyperOption) and param.multiple:
        text.append(f" {t('help.repeatable')}", "dim")
    if isinstance(param, TyperOption) and param.required:
        text.append(f" {t('help.required')}", "red")
    return name, text


def usage(command: Any, ctx: Any, t: Texts) -> str:
    """`rcm-ledger show [OPTIONS] ID`."""
    words = Words(command, t)
    pieces = [ctx.command_path, t("help.usage-options")]
    for param in command.get_params(ctx):
        if isinstance(param, TyperArgument) and not param.hidden:
            piece = words.metavar(param) + ("…" if param.nargs != 1 else "")
            pieces.append(piece if param.required else f"[{piece}]")
    if isinstance(command, Commands):
        pieces.append(t("help.usage-command"))
    return " ".join(pieces)


def in_words(command: Any, t: Texts) -> None:
    """Give every command and option its words, where the shell's completion reads them."""
    words = Words(command, t)
    command.help = command.short_help = words.of("")
    for param in command.params:
        param.help = words.of_parameter(param)
    for sub in getattr(command, "commands", {}).values():
        in_words(sub, t)


def found_by(error: Any) -> str | None:
    """What was typed where Typer complains of a value: pydantic, whose complaint it repeats, knows."""
    errors = getattr(error.__cause__, "errors", None)
    found = errors()[0].get("input") if errors else None
    return found if isinstance(found, str) else None


def bad_value(param: Any, name: str, found: str | None, t: Texts) -> str:
    """What a parameter takes, and what it was given."""
    takes = getattr(param, "type_descriptor", None)
    choices = [str(each) for each in getattr(takes, "choices", None) or ()]
    if found is None:
        return t("bad-value", name=name)
    if choices:
        facts = {"found": found, "choices": ", ".join(choices), "hint": near_to(found, choices, t)}
        # An argument may go by its choices, which need not be said twice.
        return t("bad-choice" if "|" not in name else "bad-choice-alone", name=name, **facts)
    is_number = found.removeprefix("-").isdecimal()
    if takes is not None and takes.annotation in (int, int | None) and not is_number:
        return t("not-a-number", name=name, found=found)
    return t("bad-value", name=name)


def near_to(found: str, known: Sequence[str], t: Texts) -> str:
    from difflib import get_close_matches

    # Their words in either language, too: a kind of change, `redefinir`; a stance, `de acuerdo`.
    meant = {
        word.casefold(): each
        for each in known
        for of in ("change", "stances", "status")
        for word in pair(f"{of}.{each}") or ()
    }
    meant |= {each.casefold(): each for each in known}
    near = get_close_matches(found.casefold().replace("-", " "), meant, n=1)
    near = near or get_close_matches(found.casefold(), meant, n=1)
    return t("did-you-mean", near=meant[near[0]]) if near else ""


def complaint(error: Any, t: Texts) -> tuple[str, str]:
    """What is wrong with what was typed, in one sentence; and where to read how it is typed."""
    ctx = getattr(error, "ctx", None)
    hint = f"\n{t('usage-hint', command=ctx.command_path)}" if ctx is not None else ""
    param = getattr(error, "param", None)
    name = ""
    if param is not None:
        words = Words(ctx.command if ctx is not None else None, t)
        name = max(param.opts, key=len) if isinstance(param, TyperOption) else words.metavar(param)
    match type(error).__name__:
        case "NoSuchOption":
            near = list(error.possibilities or ())
            if near:
                return t("no-such-option-near", name=error.option_name, near=near[0]), hint
            return t("no-such-option", name=error.option_name), hint
        case "MissingParameter" if param is not None:
            about = words.of_parameter(param)
            return t("missing-parameter", name=name, about=about), hint
        case "BadParameter" if param is not None:
            return bad_value(param, name, found_by(error), t), hint
        case "BadOptionUsage":
            taken = "does not take" in str(error.message)
            return t("takes-no-value" if taken else "needs-a-value", name=error.option_name), hint
    _, found, extra = str(getattr(error, "message", "")).partition("(s) (")
    if found:
        return t("too-many", extra=extra.removesuffix(")")), hint
    return t("wrong-use"), hint
