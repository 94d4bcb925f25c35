"""Draft decisions as a register: one for each body, to be filled in with the positions and imported.

What explains begins with `##`, as in `ledger.template`; the lines can stay. A meeting at hand is
written as the ledger has it, and so is the next one of another body that is recorded; where none is,
stands a placeholder, whose id, title and days are to be replaced by those of the meeting that will decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.texts import Texts
from ledger.export import as_yaml
from ledger.ledger import Ledger
from ledger.records import MeetingFields


@dataclass(frozen=True)
class DraftDecision:
    """A decision that a body could take.

    Attributes:
        text: what it decides, by language.
        changes: as a register writes them, each with what explains it.
        takes: whose agreement, in a sentence.
    """

    body: str
    text: Mapping[str, str]
    changes: Sequence[tuple[Mapping[str, Any], str]]
    takes: str


def draft_register(
    ledger: Ledger,
    drafts: Sequence[DraftDecision],
    t: Texts,
    *,
    head: str,
    meeting: MeetingFields | None = None,
    next_meetings: Mapping[str, MeetingFields] | None = None,
    prefix: str = "draft",
) -> str:
    """The register, in YAML, those first that have to decide first.

    Args:
        head: what it is and where it comes from, in the first lines.
        meeting: the meeting at hand: what its body can decide is put to it.
        next_meetings: by body, the next meeting of others that is recorded.
        prefix: of the ids of meetings that are not known yet.
    """
    register = _Register(ledger, t, meeting, next_meetings or {}, prefix)
    return "\n".join(register.lines(drafts, head)) + "\n"


class _Register:
    def __init__(
        self,
        ledger: Ledger,
        t: Texts,
        meeting: MeetingFields | None,
        next_meetings: Mapping[str, MeetingFields],
        prefix: str,
    ):
        self.ledger, self.t, self.meeting, self.prefix = ledger, t, meeting, prefix
        self.next_meetings = next_meetings
        # Of what is decided on one day, what is recorded later comes later.
        last = date.fromordinal(max(ledger.index.last_day, 1))
        self.day = max(ledger.now().date(), last)

    def lines(self, drafts: Sequence[DraftDecision], head: str) -> Iterator[str]:
        for line in (*head.splitlines(), *self.t("drafts.use").split("\n")):
            yield f"## {line}".rstrip()
        yield "register: 1"
        yield "meetings:" if drafts else "meetings: []"
        for draft in drafts:
            yield from self._meeting(draft)

    def _meeting(self, draft: DraftDecision) -> Iterator[str]:
        body = self.t.of(self.ledger.charter.bodies[draft.body].name) or draft.body
        at_hand = self.meeting if self.meeting and self.meeting.body == draft.body else None
        recorded = at_hand or self.next_meetings.get(draft.body)
        if recorded is not None:
            fields = recorded.model_dump(mode="json", exclude_unset=True)
            yield f"  ## {self.t('drafts.at-hand' if at_hand else 'drafts.next', body=body)}"
        else:
            id = self._free(f"{self.prefix}-{draft.body}", "meeting")
            title = {each: self._title(each, draft.body) for each in self._languages()}
            fields = {"id": id, "body": draft.body, "title": title}
            fields |= {"opens_on": self.day.isoformat(), "closes_on": self.day.isoformat()}
            for line in self.t("drafts.placeholder", body=body).split("\n"):
                yield f"  ## {line}"
        yield from _listed([fields], "  ")
        yield "    decisions:"
        yield from self._decision(draft, str(fields["id"]))

    def _decision(self, draft: DraftDecision, meeting: str) -> Iterator[str]:
        id = self._free(f"{meeting}-d1", "decision")
        yield from _listed([{"id": id, "text": dict(draft.text)}], "      ")
        for line in (draft.takes, *self.t("drafts.agreed").split("\n")):
            yield f"        ## {line}"
        yield "        agreed: []"
        yield "        changes:"
        for change, why in draft.changes:
            # In one line as YAML sees it, or a title could go on as a register.
            yield f"          ## {' '.join(why.split())}"
            yield from _listed([change], "          ")

    def _title(self, language: str, body: str) -> str:
        t = Texts("es" if language == "es" else "en")
        return t("drafts.meeting", body=t.of(self.ledger.charter.bodies[body].name) or body)

    def _languages(self) -> Sequence[str]:
        return self.ledger.charter.languages

    def _free(self, id: str, kind: str) -> str:
        """The id, or the first one like it that nothing has."""
        known = self.ledger.meeting if kind == "meeting" else self.ledger.decision
        base = id.rstrip("0123456789") if kind == "decision" else f"{id}-"
        n = 1
        while known(id) is not None:
            n += 1
            id = f"{base}{n}"
        return id


def _listed(value: Any, indent: str) -> list[str]:
    """A list of YAML, as a register has it, further in."""
    return [f"{indent}{line}" for line in as_yaml(value).rstrip("\n").split("\n")]
