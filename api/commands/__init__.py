"""The commands, in the order and the groups in which help lists them."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.main import get_command

from api.commands import (
    accounts,
    config,
    decisions,
    demo,
    docket,
    documents,
    keeping,
    mail,
    meetings,
    proposals,
    proving,
    reading,
    recording,
    review,
    sealing,
    serving,
    signing,
    since,
    sources,
    witness,
)
from api.help import EVERYWHERE, Command, Commands, Root
from api.session import Session, WrongUse
from api.texts import as_language

GROUPS = {
    "read": ("plan", "archive", "show", "requires", "diff", "audit", "source"),
    "desk": (
        *("propose", "comment", "refer", "settle", "report", "since"),
        *("docket", "agenda", "review"),
    ),
    "record": ("init", "import", "check", "template"),
    "step": (
        *("meeting", "table", "redraft", "position", "submit", "confirm"),
        *("adopt", "decline", "withdraw", "close", "correct-record", "attach"),
    ),
    "sign": ("sign-key", "sign-position", "member-key"),
    "prove": (
        *("verify", "seal", "seals", "proof", "consistency", "witness", "key"),
        *("export", "rebuild"),
    ),
    "hand-out": ("document",),
    "keep": ("backup", "restore"),
    "serve": ("serve", "config", "account", "mail"),
    "try": ("demo",),
}
MODULES = (
    *(reading, recording, meetings, decisions, sealing, sources, signing, proving, witness),
    *(documents, keeping, serving, config, accounts, mail, demo),
    *(proposals, since, docket, review),
)


def _given(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    """A global option, before or after the command's name; what stands later counts."""
    session = ctx.find_root().obj
    if value and isinstance(session, Session):
        if param.name == "ledger":
            session.ledger = value
        elif param.name == "json":
            session.as_json = True
    return value


def _lang(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    if value is not None and as_language(value) is None and not ctx.resilient_parsing:
        raise WrongUse("unknown-language", language=value)
    return value


def _version(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        print(f"rcm-ledger {version('rcm-ledger')}")
        raise typer.Exit(0)


def _install(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from typer.completion import install  # type: ignore[attr-defined]

        shell, path = install(shell=_shell())
        print(ctx.find_root().obj.t("completion-installed", shell=shell, path=path))
        raise typer.Exit(0)


def _show(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from typer.completion import get_completion_script  # type: ignore[attr-defined]

        root = str(ctx.find_root().info_name)
        variable = f"_{root}_COMPLETE".replace("-", "_").upper()
        print(get_completion_script(prog_name=root, complete_var=variable, shell=_shell()))
        raise typer.Exit(0)


def _shell() -> str:
    """The shell that this runs in: bash, zsh, fish, or PowerShell."""
    import os

    import shellingham  # type: ignore[import-untyped]  # comes with Typer

    try:
        name: str = shellingham.detect_shell()[0]
    except Exception:
        name = os.path.basename(os.environ.get("SHELL", ""))
    if name not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        raise WrongUse("unknown-shell", shell=name or "?")
    return name


def _root(
    ctx: typer.Context,
    ledger: Annotated[
        str | None, typer.Option("--ledger", expose_value=False, callback=_given)
    ] = None,
    json: Annotated[bool, typer.Option("--json", expose_value=False, callback=_given)] = False,
    # What it says was heeded before anything was parsed (`texts.language_of`).
    lang: Annotated[str | None, typer.Option("--lang", expose_value=False, callback=_lang)] = None,
    version: Annotated[
        bool, typer.Option("--version", expose_value=False, is_eager=True, callback=_version)
    ] = False,
    install_completion: Annotated[
        bool,
        typer.Option("--install-completion", expose_value=False, is_eager=True, callback=_install),
    ] = False,
    show_completion: Annotated[
        bool, typer.Option("--show-completion", expose_value=False, is_eager=True, callback=_show)
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        if ctx.obj.as_json:
            raise WrongUse("no-command")
        print(ctx.get_help())


def command() -> Root:
    """The whole command."""
    app = typer.Typer(cls=Root, add_completion=False)
    app.callback(invoke_without_command=True)(_root)
    for module in MODULES:
        _add(app, module.COMMANDS)
    root = get_command(app)
    assert isinstance(root, Root)
    _complete(root, "", [param for param in root.params if param.name in EVERYWHERE])
    return root


def _add(app: typer.Typer, commands: Mapping[str, Any]) -> None:
    """Add commands by name; a mapping of commands is a command of commands."""
    for name, command in commands.items():
        if isinstance(command, Mapping):
            below = typer.Typer(cls=Commands)
            below.callback(invoke_without_command=True)(_commands)
            _add(below, command)
            app.add_typer(below, name=name)
        else:
            app.command(name, cls=Command)(command)


def _commands(ctx: typer.Context) -> None:
    """A command of commands, typed alone: it shows its help, as the root does."""
    if ctx.invoked_subcommand is None:
        if ctx.find_root().obj.as_json:
            raise WrongUse("no-command")
        print(ctx.get_help())


def _complete(group: Commands, before: str, everywhere: list[Any]) -> None:
    """Give every command its whole name, and the options that stand with every command."""
    for name, sub in group.commands.items():
        assert isinstance(sub, Command | Commands)
        sub.whole_name = f"{before}{name}"
        sub.params.extend(everywhere)
        if isinstance(sub, Commands):
            _complete(sub, f"{sub.whole_name} ", everywhere)
