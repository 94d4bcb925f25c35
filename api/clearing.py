"""From a docket to the draft decisions of its meeting: one for each body, as a register that imports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.bodies import one_of
from api.render.words import Words
from ledger.changes import ChangeForm
from ledger.export import as_yaml
from ledger.ledger import Ledger
from ledger.records import Clearing, DecisionFields
from projections.docket import docket
from projections.found import in_languages
from projections.listing import next_meeting
from projections.views import Answering

Document = dict[str, Any]
Entry = Mapping[str, Any]
TEXT = (
    "Review of the Plan of Action, as prepared for {meeting}.",
    "Revisión del Plan de Acción, según lo preparado para {meeting}.",
)
ANOTHER, NO_MEETING = "another-change", "no-meeting"


@dataclass
class Drafts:
    """What came of a docket.

    Attributes:
        languages: those in which a text is to be given.
        decisions: the ids of the draft decisions, by body, the meeting's own first.
        register: the draft decisions, and the meeting's docket as cleared.
        taken: the items and proposals that they take up.
        left_out: those that are not, with the reason that was given.
        not_taken: those entries that have a change and are not taken for a reason of ours: the code, and the entry.
        open: those without a change that is ready: people have to find one.
    """

    meeting: str
    languages: Sequence[str]
    decisions: dict[str, str] = field(default_factory=dict)
    register: Document = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    left_out: dict[str, Mapping[str, str]] = field(default_factory=dict)
    not_taken: list[tuple[str, Entry]] = field(default_factory=list)
    open: list[Entry] = field(default_factory=list)

    def document(self, file: str) -> Document:
        return {
            "file": file,
            "meeting": self.meeting,
            "decisions": self.decisions,
            "taken": self.taken,
            "left_out": self.left_out,
            "not_taken": [
                {"item": entry["item"], "proposal": entry["proposal"], "reason": code}
                for code, entry in self.not_taken
            ],
            "open": len(self.open),
        }


def names_of(entry: Entry) -> list[str]:
    """The item and the proposal that an entry is about."""
    return [id for id in (entry["item"], entry["proposal"]) if id is not None]


def drafts_of(
    views: Answering, docket: Mapping[str, Any], leave: Mapping[str, Mapping[str, str]]
) -> Drafts:
    """The draft decisions that a docket leads to.

    Args:
        leave: the items and proposals that are left out, and why.
    """
    ledger = views.ledger
    found = Drafts(docket["meeting"], ledger.charter.languages)
    changes: dict[str, list[Document]] = {}
    answers: dict[str, list[str]] = {}
    taken: dict[str, Document] = {}
    opens_on = date.fromisoformat(docket["opens_on"])
    for entry in docket["entries"]:
        names, change = names_of(entry), entry["change"]
        if any(name in leave for name in names):
            found.left_out |= {name: leave[name] for name in names if name in leave}
        elif change is None:
            found.open.append(entry)
        elif (item := entry["item"] or entry["proposal"]) in taken:
            if taken[item] != change:
                found.not_taken.append((ANOTHER, entry))
        elif (body := docket["body"] if entry["here"] else entry["passes_to"]) is None or (
            body != docket["body"] and next_meeting(views, body, opens_on) is None
        ):
            found.not_taken.append((NO_MEETING, entry))
        else:
            taken[item] = change
            found.taken += [name for name in names if name not in found.taken]
            changes.setdefault(body, []).append(change)
            if entry["proposal"] is not None:
                answers.setdefault(body, []).append(entry["proposal"])
    records = [_record(ledger, docket["meeting"])]
    cleared = _cleared(ledger, docket["meeting"])
    if not ledger.takes_two_persons:
        # Who has the file clears it; on a served ledger an office does.
        clearing = {"taken": found.taken, "left_out": found.left_out}
        cleared.append({name: said for name, said in clearing.items() if said})
    if cleared:
        records[0]["cleared"] = cleared
    for body, forms in sorted(changes.items(), key=lambda each: each[0] != docket["body"]):
        where = docket["meeting"] if body == docket["body"] else next_meeting(views, body, opens_on)
        assert where is not None
        decision = _free_id(ledger, where)
        found.decisions[body] = decision
        said = TEXT[0].format(meeting=docket["meeting"]), TEXT[1].format(meeting=docket["meeting"])
        draft: Document = {
            "id": decision,
            "status": "tabled",
            "text": in_languages(ledger.charter, said),
            **({"recommended_by": list(dict.fromkeys(answers[body]))} if body in answers else {}),
            "changes": forms,
        }
        if where == docket["meeting"]:
            records[0]["decisions"] = [draft]
        else:
            records.append(_record(ledger, where) | {"decisions": [draft]})
    found.register = {"register": 1, "meetings": records}
    return found


def _record(ledger: Ledger, meeting: str) -> Document:
    """A meeting as it was recorded, so that an import finds it the same."""
    state = ledger.meeting(meeting)
    assert state is not None
    return state.as_recorded.model_dump(mode="json", exclude_unset=True)


def _cleared(ledger: Ledger, meeting: str) -> list[Document]:
    state = ledger.meeting(meeting)
    assert state is not None
    return [each.model_dump(mode="json", exclude_unset=True) for each in state.cleared]


def _free_id(ledger: Ledger, meeting: str) -> str:
    """`rcgm-2007-2-review`, or with a number where that is settled already."""
    n, id = 1, f"{meeting}-review"
    while (state := ledger.decision(id)) is not None and state.status != "tabled":
        n, id = n + 1, f"{meeting}-review-{n + 1}"
    return id


def cleared(views: Answering, meeting: str, left_out: Mapping[str, Mapping[str, str]]) -> Drafts:
    """Record that a meeting's docket was cleared, and table the draft decisions that it becomes; a draft that came
    of an earlier clearing is redrafted.

    Raises:
        UnreadableInput: something is left out that is not in the docket.
        Problem: as `Ledger.clear_docket` has it.
    """
    ledger = views.ledger
    found = docket(views, meeting)
    known = list(dict.fromkeys(name for entry in found["entries"] for name in names_of(entry)))
    for id in left_out:
        if id not in known:
            raise one_of(f"left_out.{id}", id, *known)
    state = ledger.meeting(meeting)
    assert state is not None
    drafts = drafts_of(views, found, {**state.left_out, **left_out})
    ledger.clear_docket(
        meeting, Clearing(taken=tuple(drafts.taken), left_out={id: dict(w) for id, w in drafts.left_out.items()})
    )
    for record in drafts.register["meetings"]:
        for draft in record.get("decisions", ()):
            _table(ledger, record["id"], draft)
    return drafts


def _table(ledger: Ledger, meeting: str, draft: Document) -> None:
    where = ledger.meeting(meeting)
    assert where is not None
    given = {name: draft[name] for name in ("id", "text", "recommended_by") if name in draft}
    fields = DecisionFields.model_validate(
        {**given, "meeting": meeting, "adopted_on": where.fields.closes_on}
    )
    changes = [ChangeForm.model_validate(form) for form in draft["changes"]]
    put = ledger.table if ledger.decision(fields.id) is None else ledger.redraft
    put(fields, changes)


def written(drafts: Drafts, words: Words) -> str:
    """The register as a file: what stands in it, and as comments what does not, with the reason."""
    t = words.t
    lines = [t("drafts-head", meeting=drafts.meeting), t("drafts-how")]
    lines += _listed(drafts, words)
    # As many lines as YAML sees: what ends one there must not end a comment.
    comments = "".join(f"# {line}".rstrip() + "\n" for said in lines for line in said.splitlines())
    return comments + as_yaml(drafts.register)


def _listed(drafts: Drafts, words: Words) -> Iterator[str]:
    t = words.t
    if drafts.left_out:
        yield f"\n{t('drafts-left-out')}"
        for id, why in drafts.left_out.items():
            yield f"- {id}: {' '.join((t.of(why) or '').split())}"
    if drafts.not_taken:
        yield f"\n{t('drafts-not-taken')}"
        for code, entry in drafts.not_taken:
            body = words.body(entry["passes_to"] or (entry["bodies"] or [""])[0])
            yield f"- {' '.join(names_of(entry))}: {t(f'drafts-{code}', body=body)}"
    if drafts.open:
        yield f"\n{t('drafts-open')}"
        shown: list[Document] = []
        for entry in drafts.open:
            yield f"- {' '.join(names_of(entry))}: {t.of(entry['sentence']) or ''}"
            for change in to_fill_in(entry, drafts.languages):
                if change not in shown:
                    shown.append(change)
                    yield f"    - {as_yaml(change, in_line=True)}"


def to_fill_in(entry: Entry, languages: Sequence[str]) -> list[Document]:
    """The changes that would settle what no change is ready for, empty where people have to find the words:
    an import says so of each that is left empty."""
    item, words = entry["item"], dict.fromkeys(languages, "")

    def redefine(**terms: Any) -> Document:
        return {"redefine": {"item": item, "terms": terms}}

    match entry["ground"]:
        case "overdue":
            return [{"complete": {"item": item, "outcome": words}}, redefine(timeline={"by": ""})]
        case "not-held" | "held-by" | "reported-held":
            return [{"record-occurrence": {"item": item, "on": ""}}]
        case "no-lead":
            return [redefine(lead=[""])]
        case "no-timeline":
            return [redefine(timeline={"by": ""})]
        case "translation-missing":
            return [{"translate": {"item": item, "terms": _in_each(entry["parts"])}}]
        case "text-differs":
            return [redefine(**_in_each(entry["parts"]))]
        case "section-empty":
            return [{"discontinue": {"item": item, "reason": words}}]
    return []


def _in_each(parts: Mapping[str, Sequence[str]]) -> Document:
    """Room for the words of each part, in those languages."""
    return {part: dict.fromkeys(languages, "") for part, languages in parts.items()}
