"""The demonstration: the whole ledger on the conference's real records, in a few steps.

What it shows and what it says it proves is in `demo.*` of the messages; every command that it ends
with works as it stands.
"""

import os
import shlex
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.proving import verified
from api.session import DONE, Session, WrongUse
from api.texts import LANGUAGES, Texts, language_of

if TYPE_CHECKING:
    from ledger.importer import Imported
    from projections.views import Views

FILE = "rcm-ledger-demo.db"
REGISTER = "rcm-history.yaml"
MEETING, PROMISE, TASK = "rcm-12", "statistics", "plan-review"
TRIAL_MEETING, TRIAL = "rcgm-demo", "rcgm-demo-d1"
RECORDER = "demo"
"""Who recorded a demo's ledger: by this, and nothing else, one is told from a ledger that must not
be touched."""


def demo(ctx: typer.Context, dir: Annotated[str | None, typer.Option("--dir")] = None) -> int:
    session: Session = ctx.obj
    _must_be_in_a_file(session)
    path = Path(session.ledger or Path(dir or ".") / FILE)
    replaced, kept = make_way(path)
    imported = _imported(session, path)
    if not imported.lawful:
        return session.refuse(imported.violations)
    session.ledger = str(path)
    with session.open_views() as views:
        told = _Demo(session, views, path)
        if session.as_json:
            session.write_json(told.document(imported))
        else:
            told.tell(imported, replaced=replaced, kept=kept)
    return DONE


def _must_be_in_a_file(session: Session) -> None:
    from ledger.place import is_on_a_server

    if session.ledger and is_on_a_server(session.ledger):
        raise WrongUse("demo-in-a-file")


def _imported(session: Session, path: Path) -> "Imported":
    shipped = resources.files("ledger") / "registers" / REGISTER
    from ledger.importing import import_register

    with resources.as_file(shipped) as file, session.progress("recording") as progress:
        return import_register(path, [file], progress=progress, by=RECORDER)


def made_to_serve(session: Session) -> Path:
    """The ledger of a demonstration: as it was left, or made now.

    Raises:
        WrongUse: there is something else.
    """
    _must_be_in_a_file(session)
    path = Path(session.ledger or FILE)
    if path.exists():
        if not is_a_demo(path):
            raise WrongUse("demo-not-ours", path=path)
    else:
        imported = _imported(session, path)
        assert imported.lawful, imported.violations
        session.ledger = str(path)
        with session.open_views() as views:
            demonstration = _Demo(session, views, path)
            demonstration.try_to_redefine()
            views.ledger.seal()
    return path


def make_way(path: Path) -> tuple[bool, Path | None]:
    """Take an earlier demo's ledger away: whether there was one, and where it is kept, if somebody recorded
    anything on top of it.

    Raises:
        WrongUse: there is something there that is not a demo's ledger.
    """
    if not path.exists():
        return False, None
    if not is_a_demo(path):
        raise WrongUse("demo-not-ours", path=path)
    if _recorded_on_top(path):
        return True, _kept_aside(path)
    from ledger.beside import Beside
    from ledger.keys import KEY_VARIABLE
    from projections.files import SIDES, views_path

    for file in (path, views_path(str(path))):
        for side in ("", *SIDES):
            Path(f"{file}{side}").unlink(missing_ok=True)
    beside = Beside(path)
    for folder in (beside.tiles, beside.seals, beside.sources):
        shutil.rmtree(folder, ignore_errors=True)
    forget_accounts(path)
    if not os.environ.get(KEY_VARIABLE):
        beside.key.unlink(missing_ok=True)
    return True, None


def _recorded_on_top(path: Path) -> bool:
    """Whether anything follows the seal with which the demonstration ended, or it was broken off before."""
    from ledger.ledger import Ledger

    ledger = Ledger.open(path)
    try:
        seals = ledger.seals()
        return not seals or ledger.head > seals[0].entry
    finally:
        ledger.close()


def _kept_aside(path: Path) -> Path:
    """Give a ledger, and all that lies beside it, another name: `rcm-ledger-demo-1.db`."""
    n = 1
    while (kept := path.with_name(f"{path.stem}-{n}{path.suffix}")).exists():
        n += 1
    for each in [*path.parent.iterdir()]:
        if each.name.startswith(f"{path.stem}."):
            each.rename(each.with_name(f"{kept.stem}{each.name.removeprefix(path.stem)}"))
    return kept


def forget_accounts(path: Path) -> None:
    """Who acted for which office in an earlier demonstration is of no more use."""
    from ledger.beside import Beside
    from projections.files import SIDES

    for side in ("", *SIDES):
        Path(f"{Beside(path).accounts}{side}").unlink(missing_ok=True)


def is_a_demo(path: Path) -> bool:
    """Whether a ledger was founded by a demonstration."""
    from ledger.ledger import Ledger
    from ledger.problems import Problem

    try:
        ledger = Ledger.open(path)
    except Problem:
        return False
    try:
        return ledger.founding.recorded_by == RECORDER
    except Exception:
        return False
    finally:
        ledger.close()


class _Demo:
    """The steps. Each is done once, and told or put into the one document."""

    def __init__(self, session: Session, views: "Views", path: Path):
        self.session, self.views, self.ledger, self.path = session, views, views.ledger, path
        self.t = session.t
        self.step = 0

    # What is done.

    def plan_at(self, **moment: str) -> dict[str, Any]:
        from projections.moments import moment as at
        from projections.plan import plan

        asked = {"as_of": None, "before": None, "known_at": None, **moment}
        document: dict[str, Any] = plan(self.views, at(self.views, **asked))
        return document

    def try_to_redefine(self) -> list[dict[str, Any]]:
        """The technical group puts the vice-ministers' commitment to itself, all agree, and it is
        refused."""
        from datetime import date

        from ledger.changes import ChangeForm
        from ledger.decision import Position
        from ledger.problems import Refused
        from ledger.records import DecisionFields, MeetingFields

        day = date(2020, 6, 3)
        meeting = MeetingFields(
            id=TRIAL_MEETING, body="rcgm", title=self._both("demo.meeting"),
            opens_on=date(2020, 6, 2), closes_on=day, presidency="GT",
        )  # fmt: skip
        fields = DecisionFields(
            id=TRIAL, meeting=TRIAL_MEETING, text=self._both("demo.decision"), adopted_on=day
        )
        terms = {"timeline": {"by": "2021-12-31"}, "lead": ["TS"]}
        change = ChangeForm.model_validate({"redefine": {"item": PROMISE, "terms": terms}})
        members = sorted(self.ledger.charter.members_on(day))
        self.ledger.convene(meeting)
        self.ledger.table(
            fields, [change], {member: Position(basis="recorded") for member in members}
        )
        try:
            self.ledger.adopt(TRIAL)
        except Refused as refused:
            return self.session.violations(refused.violations)
        raise AssertionError("the demonstration's decision was adopted")  # pragma: no cover

    def _both(self, key: str) -> dict[str, str]:
        return {language: Texts(language)(key) for language in LANGUAGES}

    def requires(self) -> dict[str, Any]:
        from projections.requires import requires

        document: dict[str, Any] = requires(self.views, "redefine", PROMISE)
        return document

    def history(self) -> dict[str, Any]:
        from projections.show import show

        document: dict[str, Any] = show(self.views, TASK)
        return document

    def verification(self) -> dict[str, Any]:
        self.ledger.seal()
        return verified(self.session, self.ledger)[0]

    def next_commands(self) -> list[str]:
        asked = [
            "plan --as-of rcm-8",
            "diff rcm-8 rcm-12",
            "show rcm-12",
            f"requires complete {PROMISE}",
        ]
        asked += [f"audit --item {TASK}", f"show {TRIAL}", "template -o next-meeting.yaml"]
        asked += ["seals", f"proof {PROMISE} -o {PROMISE}.tlog-proof"]
        return [self.command(arguments) for arguments in asked]

    def command(self, arguments: str) -> str:
        """A command as it can be typed here and now."""
        end = "" if language_of([], os.environ) == self.t.language else f" --lang {self.t.language}"
        return f"{program()} {arguments} --ledger {shlex.quote(str(self.path))}{end}"

    def document(self, imported: Any) -> dict[str, Any]:
        return {
            "ledger": str(self.path),
            "imported": {
                name: getattr(imported, name)
                for name in ("meetings", "decisions", "changes", "entry")
            },
            "before": self.plan_at(before=MEETING),
            "after": self.plan_at(as_of=MEETING),
            "attempt": {"refused": True, "violations": self.try_to_redefine()},
            "requires": self.requires(),
            "history": self.history(),
            "verification": self.verification(),
            "next": self.next_commands(),
        }

    # How it is told.

    def tell(self, imported: Any, *, replaced: bool, kept: Path | None) -> None:
        from api.render.layout import bullet
        from api.render.plan import plan_view
        from api.render.record import record_view
        from api.render.requires import requires_view
        from api.render.verdict import refusal, verification
        from api.render.words import Titles

        session, t = self.session, self.t
        words, titles = session.words(self.ledger), Titles(self.ledger, t)
        width = session.console.width
        self.paragraph("demo.intro", path=self.path)
        if replaced:
            self.paragraph("demo.replaced")
        if kept is not None:
            self.paragraph("demo.kept", kept=kept)
        facts = {
            name: t.count(name, getattr(imported, f"{name}s"))
            for name in ("meeting", "decision", "change")
        }
        self.paragraph("demo.recorded", **facts)

        self.heading("demo.step-plan", f"plan --before {MEETING}", f"plan --as-of {MEETING}")
        before, after = self.plan_at(before=MEETING), self.plan_at(as_of=MEETING)
        new = {item["id"] for item in after["items"]} - {item["id"] for item in before["items"]}
        session.show(*plan_view(before, words, width, title=t("demo.before"), foot=False))
        session.show(*plan_view(after, words, width, title=t("demo.after"), new=new, foot=False))

        self.heading("demo.step-try", f"adopt {TRIAL}")
        self.paragraph("demo.try")
        session.show(refusal(self.try_to_redefine(), t))

        self.heading("demo.step-requires", f"requires redefine {PROMISE}")
        session.show(*requires_view(self.requires(), words, titles))

        self.heading("demo.step-history", f"show {TASK}")
        session.show(*record_view(self.history(), words, titles))

        self.heading("demo.step-verify", "seal", "verify")
        session.show(verification(self.verification(), t, limits=False))

        self.heading("demo.step-proves")
        for key in ("demo.proves", "demo.proves-not-presumed", "demo.proves-not-words"):
            session.show(bullet("•", t(key)))

        self.heading("demo.step-next")
        for command in self.next_commands():
            self.typed(f"  {command}")

    def paragraph(self, key: str, **facts: Any) -> None:
        self.session.tell(key, **facts)

    def heading(self, key: str, *commands: str) -> None:
        from rich.text import Text

        self.step += 1
        self.session.show("", Text(f"{self.step}. {self.t(key)}", "bold underline"))
        for command in commands:
            self.typed(f"$ {self.command(command)}")

    def typed(self, command: str) -> None:
        """A command, on one line whatever its length, so that it can be copied."""
        from rich.text import Text

        self.session.console.print(Text(command, "green"), soft_wrap=True)


def program() -> str:
    """What the command is called here: by its name where the shell finds it, else by its path."""
    found = shutil.which("rcm-ledger")
    typed = Path(sys.argv[0])
    if typed.name != "rcm-ledger" or (found and os.path.realpath(found) == os.path.realpath(typed)):
        return "rcm-ledger"
    return shlex.quote(str(typed))


COMMANDS = {"demo": demo}
