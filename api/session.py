"""One call of the command: whose ledger, in what language, and how it answers.

What the ledger says (yes, with exit status 0, or no, with 1) goes to standard output, as tables for
people or as one JSON document. What keeps it from answering (2) goes to standard error, and with
`--json` to both.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from api.texts import Language, Texts
from ledger.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from api.render.words import Words
    from ledger.authority import Violation
    from ledger.ledger import Ledger
    from ledger.place import Place
    from projections.views import Views

DONE, NO, WRONG, INTERRUPTED = 0, 1, 2, 130
DEFAULT_LEDGER = "rcm-ledger.db"
UNKNOWN = {"no-such-meeting": "meeting", "no-such-decision": "decision"}
"""Of what kind the id is that a complaint is about."""


class WrongUse(Exception):
    """Something in what was typed makes no sense; `key` is its sentence in `api/locales/`."""

    def __init__(self, key: str, **facts: Any):
        self.key, self.facts = key, facts
        super().__init__(key)


class Session:
    """What every command is given. `ledger` and `as_json` are set by the global options, wherever
    they stand."""

    def __init__(self, language: Language, as_json: bool = False):
        self.t = Texts(language)
        self.as_json = as_json
        self.ledger: str | None = None
        self.answered = False
        self.opened: Ledger | None = None
        self.head_before: int | None = None
        self.recorded_to: int | None = None

    # Answering.

    @cached_property
    def console(self) -> "Console":
        from rich.console import Console

        return Console(markup=False, highlight=False, emoji=False)

    @cached_property
    def errors(self) -> "Console":
        from rich.console import Console

        return Console(stderr=True, markup=False, highlight=False, emoji=False)

    def show(self, *renderables: "RenderableType") -> None:
        """Show an answer to people."""
        if self.console.is_terminal:
            for renderable in renderables:
                self.console.print(renderable)
            return
        with self.console.capture() as capture:
            for renderable in renderables:
                self.console.print(renderable)
        # What fills a terminal's lines up only bothers who reads a file.
        sys.stdout.write("\n".join(line.rstrip() for line in capture.get().split("\n")))

    def tell(self, key: str, **facts: Any) -> None:
        """Answer people with one sentence."""
        from rich.text import Text

        said = shown(self.t(key, **facts))
        if self.console.is_terminal:
            self.show(Text(said))
        else:
            sys.stdout.write(said + "\n")

    def write_json(self, document: Any) -> None:
        """Print the one JSON document: in UTF-8, whatever the terminal's encoding."""
        if not self.answered:
            self.write(json.dumps(document, ensure_ascii=False, indent=2, default=plain_value) + "\n")

    def write(self, text: str) -> None:
        """Write a text as it is, in UTF-8."""
        self.answered = True
        # A name that is not UTF-8 reaches us as lone surrogates; escaped, they are valid JSON.
        data = text.encode("utf-8", "backslashreplace")
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(data.decode())
        else:
            buffer.write(data)
            buffer.flush()

    def refuse(self, violations: "Sequence[Violation]", *, dry_run: bool = False) -> int:
        """Answer no, with every reason."""
        if self.as_json:
            self.write_json({"refused": True, "violations": self.violations(violations)})
        else:
            from api.render.verdict import refusal

            self.show(refusal(self.violations(violations), self.t, dry_run=dry_run))
        return NO

    def complain(self, message: str) -> None:
        """Say on standard error what keeps the ledger from answering."""
        from rich.text import Text

        self.errors.print(Text(shown(message)), soft_wrap=not self.errors.is_terminal)

    def note(self, key: str, **facts: Any) -> None:
        """A word besides the answer, on standard error; not said where scripts read."""
        if not self.as_json:
            self.complain(self.t(key, **facts))

    def violation(self, violation: "Violation") -> dict[str, Any]:
        return violation_document(violation, self.t)

    def violations(self, violations: "Sequence[Violation]") -> list[dict[str, Any]]:
        return [self.violation(violation) for violation in violations]

    # Long work.

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress | None]:
        """A progress bar on a terminal, once it has taken a moment; None where nobody looks."""
        if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield None
            return
        began = time.monotonic()
        bar: Any = None
        task: Any = None

        def advance(done: int, total: int) -> None:
            nonlocal bar, task
            if bar is None:
                if time.monotonic() - began < 0.3:
                    return
                from rich.progress import (
                    BarColumn,
                    Progress,
                    TaskProgressColumn,
                    TextColumn,
                    TimeRemainingColumn,
                )

                bar = Progress(
                    TextColumn("{task.description}"),
                    BarColumn(),
                    TaskProgressColumn(),
                    TimeRemainingColumn(),
                    console=self.errors,
                    transient=True,
                )
                task = bar.add_task(self.t(f"progress.{key}"), total=total)
                bar.start()
            bar.update(task, completed=done, total=total)

        try:
            yield advance
        finally:
            if bar is not None:
                bar.stop()

    # The ledger.

    @property
    def place(self) -> "Place":
        """Where the ledger is, or is to be: a file, or a database on a server."""
        from ledger.place import place_of

        return place_of(self.ledger or os.environ.get("RCM_LEDGER") or DEFAULT_LEDGER)

    @contextmanager
    def open_ledger(self, place: "Place | None" = None) -> Iterator["Ledger"]:
        """The ledger, open; its views catch up with what is recorded in it."""
        from ledger.ledger import Ledger

        ledger = Ledger.open(place or self.place)
        try:
            self.opened, self.head_before = ledger, ledger.head
            yield ledger
        finally:
            # After an interruption it is asked once more what was recorded (`recorded_since`).
            if sys.exc_info()[0] is not KeyboardInterrupt:
                self.opened = None
                ledger.close()

    def words(self, ledger: "Ledger") -> "Words":
        """What says the values of this ledger's plan: its charter has the names."""
        from api.render.words import Words

        return Words(self.t, ledger.charter)

    # Recording.

    def record(self, ledger: "Ledger", act: Callable[[], object]) -> tuple[int, int]:
        """Do an act, and give the entries that it made, first and last."""
        with ledger.writing():
            first = ledger.head + 1
            act()
            last = ledger.head
        self.recorded_to = last
        self.catch_up(ledger)
        return first, last

    def recorded(self, act: str, id: str, entries: tuple[int, int], **facts: Any) -> int:
        """Say in one sentence what was recorded."""
        if self.as_json:
            self.write_json({"done": act, "id": id, "entries": entries})
            return DONE
        first, last = (self.t.number(entry) for entry in entries)
        said = (
            self.t("as-entry", first=first)
            if first == last
            else self.t("as-entries", first=first, last=last)
        )
        self.tell(f"recorded-{act}", id=id, entries=said, **facts)
        return DONE

    def day(self, name: str, value: str) -> date:
        """A day as typed."""
        try:
            if len(value) != 10:
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            raise WrongUse("not-a-day", name=name, value=value) from None

    def written_language(self, ledger: "Ledger") -> str:
        """The language of a text typed without one: that of the answers, if the charter has it."""
        languages = ledger.charter.languages
        return self.t.language if self.t.language in languages else languages[0]

    def quoted(self, value: Any) -> str:
        if value is None:
            return self.t("nothing")
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return f"«{text}»" if self.t.language == "es" else f"“{text}”"

    # The views.

    @contextmanager
    def open_views(self, place: "Place | None" = None) -> Iterator["Views"]:
        """The views of the ledger, caught up with it."""
        from projections.views import Views

        with self.open_ledger(place) as ledger, self.progress("views") as progress:
            views = Views.open(ledger, progress=progress)
            try:
                yield views
            finally:
                views.close()

    def near(self, kind: Any, id: str) -> str:
        """What an unknown id may have been meant to be, as the end of a sentence."""
        from ledger.problems import Problem
        from projections.names import ids_of, near

        try:
            with self.open_views() as views:
                return self.t.why(
                    views.answer(lambda reading: near(id, ids_of(reading.connection, kind)))
                )
        except Problem:
            return ""  # what is wrong with the ledger is not what was asked

    def catch_up(self, ledger: "Ledger") -> None:
        """Bring the views up to date with what was recorded, so that people read their own writes.

        What was recorded is recorded, whether or not the views can follow now; they will before
        they answer.
        """
        from ledger.problems import Problem
        from projections.views import Views

        with self.progress("views") as progress, suppress(Problem):
            Views.open(ledger, progress=progress).close()

    def recorded_since(self) -> int | None:
        """The last entry, where something was recorded before the answer broke off."""
        if self.opened is None or self.head_before is None:
            return self.recorded_to
        try:
            head = self.opened.head
        except Exception:
            return self.recorded_to
        return head if head > self.head_before else self.recorded_to


def violation_document(violation: "Violation", t: Texts) -> dict[str, Any]:
    """A violation as interfaces.md writes it, `message` in the language asked for, `messages` in
    all."""
    return {
        "code": violation.code,
        "item": violation.item,
        "reference": violation.reference,
        "message": t.of(violation.message) or violation.code,
        "members": list(violation.members),
        "conflicts": list(violation.conflicts),
        "messages": dict(violation.message),
    }


def shown(text: str) -> str:
    """A message without the characters that would make a terminal do something."""
    return "".join(c if c in "\n\t" or (c.isprintable()) else f"\\x{ord(c):02x}" for c in text)


def plain_value(value: Any) -> Any:
    """What JSON has no type for: days and instants as ISO 8601, models as their documents."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if not isinstance(value, tuple) else list(value)
    return str(value)
