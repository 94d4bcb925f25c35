"""What items lack: a lead, a timeline, a language, anything that stands in them; and which of them read alike."""

from collections.abc import Iterator, Mapping
from datetime import date

from ledger.changes import Approve, ItemChange, Redefine
from ledger.plan import Authority
from ledger.sentences import said_day, text_in
from ledger.standing import Placed
from projections.alike import Titled, alike
from projections.before import Before
from projections.found import Fact, Found, listed, said_with
from projections.items import State

PARTS = {"title": ("title", "título"), "action": ("action", "acción")}
LANGUAGES = {"en": ("English", "inglés"), "es": ("Spanish", "español")}


def approved_on(state: State) -> date:
    return date.fromisoformat(state["approved"]["adopted_on"])


def without_lead_or_timeline(before: Before) -> Iterator[Found]:
    for state in before.shown:
        if state["kind"] != "activity":
            continue
        for term, ground in (("lead", "no-lead"), ("timeline", "no-timeline")):
            if not state["terms"][term]:
                since, id = approved_on(state), state["id"]
                yield Found(ground, since, id, kind="redefine", of=id)


# Languages.


def translations_missing(before: Before) -> Iterator[Found]:
    """ "A missing language is legal and shows up in the docket."."""
    languages = before.charter.languages
    for state in before.shown:
        lacking: dict[str, list[str]] = {}
        for part in PARTS:
            said = state["terms"][part]
            if said and len(said) < len(languages):
                lacking[part] = [language for language in languages if language not in said]
        if any(lacking.values()):
            parts = [_in(part, language) for part, missing in lacking.items() for language in missing]
            facts: dict[str, Fact] = {"parts": _listed(parts)}
            since, id = approved_on(state), state["id"]
            yield Found(
                "translation-missing", since, id, kind="translate", of=id,
                facts=facts, more={"parts": lacking},
            )  # fmt: skip


def texts_that_differ(before: Before) -> Iterator[Found]:
    """Where one language of a text was agreed anew, and another that was agreed earlier was left as it was.

    Whether they say the same still, only people can tell.
    """
    redefined = before.redefined
    for state in before.shown:
        if state["id"] not in redefined:
            continue
        for part in PARTS:
            agreed = set(state["terms"][part] or ()) - set(state[f"translated_{part}"])
            if len(agreed) < 2:
                continue
            behind = left_behind(before, state["id"], part)
            for language in sorted(agreed & behind.keys()):
                by, changed = behind[language]
                id = state["id"]
                facts: dict[str, Fact] = {
                    "reference": by.reference, "day": said_day(by.adopted_on),
                    "changed": _listed([_in(part, each) for each in changed]),
                    "left": _in(part, language),
                }  # fmt: skip
                more = {"parts": {part: [language]}, "rests_on": by.reference}
                yield Found(
                    "text-differs", by.adopted_on, id, kind="redefine", of=id, facts=facts, more=more
                )


def texts_that_would_differ(before: Before) -> Iterator[Found]:
    """Where a draft of this meeting would change one language of a text, and leave another as it is: said
    while it can still be mended."""
    for draft in before.drafts:
        if draft.meeting != before.meeting.id:
            continue
        for form in draft.changes:
            redefined = form.get("redefine")
            state = redefined and before.states.get(redefined["item"])
            if not redefined or not state:
                continue
            for part in PARTS:
                words, given = state["terms"][part] or {}, redefined["terms"].get(part) or {}
                agreed = set(words) - set(state[f"translated_{part}"])
                changed = [each for each in sorted(agreed) if given.get(each, words[each]) not in (None, words[each])]
                left = sorted(agreed - given.keys())
                if changed and left:
                    facts: dict[str, Fact] = {
                        "draft": draft.id,
                        "changed": _listed([_in(part, each) for each in changed]),
                        "left": _listed([_in(part, each) for each in left]),
                    }
                    id, more = state["id"], {"parts": {part: left}, "records": [draft.id]}
                    yield Found(
                        "text-differs", draft.since, id, kind="redefine", of=id,
                        facts=facts, more=more, said_as="text-would-differ",
                    )  # fmt: skip


Behind = dict[str, tuple[Authority, tuple[str, ...]]]
"""Of each language that was left as it was: the change that left it, and the languages that it changed."""


def left_behind(before: Before, item: str, part: str) -> Behind:
    """Which agreed languages of a title or an action were left as they were when others were agreed anew."""
    known: dict[str, str] = {}
    behind: Behind = {}
    for placed in before.past.placed(item, before.at.known_at):
        if placed.place[0] > before.at.day:
            break
        given = _agreed_by(placed, item, part)
        if given is None:
            continue
        changed = tuple(sorted(known.keys() & {each for each, w in given.items() if w != known.get(each)}))
        catches_up = bool(changed) and all(language in behind for language in changed)
        for language, words in given.items():
            behind.pop(language, None)
            known.pop(language, None)
            if words is not None:
                known[language] = words
        if changed and not catches_up:
            behind |= {each: (placed.authority, changed) for each in known if each not in given}
    return behind


def _agreed_by(placed: Placed, item: str, part: str) -> Mapping[str, str | None] | None:
    """What a change makes of the agreed words of a part, language by language."""
    change = placed.change
    if not isinstance(change, ItemChange) or change.item != item:
        return None
    if isinstance(change, Approve):
        said: Mapping[str, str | None] | None = getattr(change.terms, part)
        return said
    if isinstance(change, Redefine) and part in change.terms.model_fields_set:
        patch: Mapping[str, str | None] | None = getattr(change.terms, part)
        return patch
    return None


def _in(part: str, language: str) -> tuple[str, str]:
    name, languages = PARTS[part], LANGUAGES.get(language, (language, language))
    return f"the {name[0]} in {languages[0]}", f"{_EL[part]} {name[1]} en {languages[1]}"


_EL = {"title": "el", "action": "la"}


def _listed(parts: list[tuple[str, str]]) -> tuple[str, str]:
    return listed([part[0] for part in parts])[0], listed([part[1] for part in parts])[1]


# Sections, and what reads alike.


def sections_left_empty(before: Before) -> Iterator[Found]:
    for state in before.shown:
        if state["kind"] == "section" and not before.below.get(state["id"]):
            id = state["id"]
            yield Found("section-empty", _emptied_on(before, state), id, kind="discontinue", of=id)


def _emptied_on(before: Before, state: State) -> date:
    """When the last of what ever stood in a section left it; the day of its approval where nothing ever did."""
    since = approved_on(state)
    for item in before.reading.ledger.index.ever_in(state["id"]):
        for placed in before.past.placed(item, before.at.known_at):
            if placed.place[0] <= before.at.day:
                since = max(since, placed.authority.adopted_on)
    return since


def look_alikes(before: Before) -> Iterator[Found]:
    """ "A duplicate is best seen before it is agreed": items, and what drafts would approve."""
    drafts = {new.name: new for new in before.drafted}
    titled = [
        Titled(id, state["kind"], state["terms"]["title"] or state["terms"]["action"] or {})
        for id, state in before.states.items()
    ]
    titled += [Titled(new.name, new.kind, new.title) for new in drafts.values()]
    order = {state["id"]: tuple(state["order"]) for state in before.states.values()}
    titled.sort(key=lambda each: order.get(each.id, (10**9,)))
    shown = {state["id"] for state in before.shown}
    titles = {each.id: each.title for each in titled}
    for found in alike(titled):
        if not shown & {found.id, found.other} and found.id not in drafts:
            continue
        new = drafts.get(found.id)
        id = new.item if new is not None else found.id
        other = drafts[found.other].item if found.other in drafts else found.other
        name = titles[found.other]
        facts: dict[str, Fact] = {"score": str(found.score)}
        facts["other"] = said_with(
            ("“{en}” ({id})", "«{es}» ({id})"),
            en=text_in(name, "en") or other, es=text_in(name, "es") or other, id=other,
        )  # fmt: skip
        more = {"like": other, "score": found.score, "language": found.language}
        if new is not None:
            more["decision"] = new.decision
            yield Found("look-alike", new.since, id, facts=facts, more=more)
        else:
            since = approved_on(before.states[id])
            yield Found("look-alike", since, id, kind="discontinue", of=id, facts=facts, more=more)
