"""The values of documents in words: who, when, what; as interfaces.md's JSON has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from api.texts import Texts
from ledger.offices import LOCAL, recorder_of
from ledger.values import key_name

Names = Mapping[str, Mapping[str, str]]
"""The name, by language, of every body, member and observer."""


class Words:
    """Says values of the plan in one language.

    Args:
        charter: the charter that has the names; None where there is none at hand.
    """

    def __init__(self, t: Texts, charter: Any = None):
        self.t = t
        self.charter: str = charter.charter if charter else ""
        self.charter_title: Mapping[str, str] = charter.title if charter else {}
        self.bodies: Names = (
            {id: body.name for id, body in charter.bodies.items()} if charter else {}
        )
        self.people: Names = {
            id: party.name
            for id, party in ({**charter.members, **charter.observers} if charter else {}).items()
        }
        self.now: frozenset[str] = (
            frozenset(id for id, m in charter.members.items() if m.until is None)
            if charter
            else frozenset()
        )
        self.adopts: Names = (
            {id: body.adopts for id, body in charter.bodies.items()} if charter else {}
        )

    # Who.

    def body(self, id: str) -> str:
        return self.t.of(self.bodies.get(id)) or id

    def party(self, id: str) -> str:
        """A member, an office, an observer or a body: its name, with the code that tables use."""
        office = self.t.find(f"office.{id}")
        if office:
            return f"{office} ({id})"
        if id in self.bodies:
            return self.body(id)
        name = self.t.of(self.people.get(id))
        if name is None or name == id or f"({id})" in name:
            return name or id
        # One pair of brackets is enough: `Organización Internacional … (OIM, IOM)`.
        return f"{name[:-1]}, {id})" if name.endswith(")") else f"{name} ({id})"

    def parties(self, ids: Sequence[str]) -> str:
        return self.t.listed([self.party(id) for id in ids])

    def codes(self, ids: Iterable[str]) -> str:
        return ", ".join(ids)

    # What.

    def title(self, terms: Mapping[str, Any] | None) -> str | None:
        """What people call an item: its title, else its action."""
        terms = terms or {}
        return self.t.of(terms.get("title")) or self.t.of(terms.get("action"))

    def item(self, id: str | None, terms: Mapping[str, Any] | None = None) -> str:
        if id is None:
            return self.t("root")
        title = self.title(terms)
        return f"{self.quoted(title)} ({id})" if title else id

    def named(self, id: str | None, titles: Mapping[str, str] | None) -> str:
        """An item by its title, as it is called now, and its id."""
        if id is None:
            return self.t("root")
        return f"{self.quoted(titles[id])} ({id})" if titles is not None and id in titles else id

    def said(self, value: Any) -> str:
        """A value of the record, quoted; or that there is none."""
        if value is None:
            return self.t("nothing")
        text = self.t.of(value) or "" if isinstance(value, Mapping) else str(value)
        return self.quoted(text)

    def quoted(self, text: str) -> str:
        return f"«{text}»" if self.t.language == "es" else f"“{text}”"

    # When.

    def timeline(self, timeline: Any) -> str:
        """A timeline as people say it."""
        t = self.t
        match timeline:
            case None:
                return ""
            case {"by": day}:
                return t("timeline.by", day=t.day(day))
            case {"from": start, "to": end}:
                return t("timeline.period", start=t.day(start), end=t.day(end))
            case {"every": months, **rest}:
                every = t.find(f"timeline.every-{months}") or t("timeline.every", months=months)
                most = rest.get("at_most")
                return t("timeline.at-most", every=every, months=most) if most else every
            case {"standing": body}:
                return t("timeline.standing", body=self.short_body(body))
            case _:
                return t.find(f"timeline.{timeline}") or str(timeline)

    def short_body(self, id: str) -> str:
        """What a body is called where there is little room: what stands in brackets in its name,
        else its id."""
        name = self.body(id)
        _, bracket, rest = name.rpartition("(")
        short = rest.partition(")")[0]
        return short if bracket and short.isupper() else id.upper() if id in self.bodies else id

    def term(self, name: str, value: Any) -> str:
        """One term's value."""
        if value is None or value == [] or value == {}:
            return ""
        match name:
            case "title" | "action":
                return self.t.of(value) or ""
            case "lead":
                everybody = self.now and self.now <= set(value)
                rest = [id for id in value if id not in self.now] if everybody else value
                return ", ".join([*([self.t("all-members")] if everybody else []), *rest])
            case "timeline":
                return self.timeline(value)
            case "form" | "role" | "status":
                return self.t.word(name, value)
            case "steward" | "steward_body" | "approving_body":
                return self.short_body(value)
            case _:
                return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    # By what right.

    def authority(self, authority: Mapping[str, Any] | None) -> str:
        """`rcm-12-d2#1, 27 April 2007`: the change, and the day; where a rectification put it under
        another decision, that decision."""
        if not authority:
            return "—"
        said, day = authority["reference"], self.t.day(authority["adopted_on"])
        if said.partition("#")[0] != authority["decision"]:
            said = self.t("rectified-under", decision=authority["decision"], reference=said)
        return f"{said}, {day}"

    def how_late(self, days: int) -> str:
        """How long after it was agreed something was recorded; years where it is years."""
        return self.t.count("year", days // 365) if days >= 730 else self.t.count("day", days)

    def signed(
        self, position: Mapping[str, Any], *, ledger: str = "", reworded: bool = False
    ) -> str:
        """With which key a position is signed; nothing where it is not.

        Args:
            ledger: the one at hand; another, for which it was signed, is named.
            reworded: whether its wording was corrected since.
        """
        signature = position.get("signature")
        if not signature:
            return ""
        said = self.t("signed-with", vkey=key_name(signature["key"]))
        if ledger not in ("", signature["ledger"]):
            said += f" {self.t('signed-for', ledger=signature['ledger'])}"
        return f"{said}; {self.t('wording-corrected')}" if reworded else said

    def agreed(
        self,
        members: Sequence[str],
        basis: Mapping[str, str] | None = None,
        contested_by: Sequence[str] = (),
    ) -> str:
        """Who agreed, how we know, and who says otherwise: `agreed by 11 (presumed): BZ, CA, …;
        contested by the delegation of CA`."""
        contested = [self.contested(contested_by)] if contested_by else []
        if not members:
            return "; ".join([self.t("agreed-by-none"), *contested])
        groups: dict[str, list[str]] = {}
        for member in members:
            groups.setdefault((basis or {}).get(member, ""), []).append(member)
        parts = []
        for how, who in groups.items():
            said = self.t(
                "agreed-by-basis" if how else "agreed-by",
                n=len(who),
                basis=self.t.word("basis", how),
            )
            parts.append(f"{said}: {self.codes(who)}")
        return "; ".join([*parts, *contested])

    def contested(self, members: Sequence[str]) -> str:
        """Whose delegation contests what is recorded as its position."""
        return self.t("contested-by", members=self.codes(members))

    def recorder(self, recorded_by: str) -> str:
        """Who recorded something: the office; whose account it is stands beside the ledger."""
        if recorded_by == LOCAL:
            return self.t("by-local")
        found = recorder_of(recorded_by)
        return recorded_by if found is None else self.t.why(found.office.said)

    # Changes.

    def change(self, form: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
        """What a change does, in one sentence: `approves “Virtual Secretariat” (…) in …`."""
        t = self.t
        kind, fields = next(iter(form.items()))
        id = fields.get("item")

        def item(of: str | None) -> str:
            return self.named(of, titles)

        match kind:
            case "approve":
                new, place = self.item(id, fields.get("terms")), item(fields.get("parent"))
                if replaced := fields.get("replaces"):
                    return t(
                        "do.approve-replacing",
                        item=new,
                        place=place,
                        replaced=t.listed([item(i) for i in replaced]),
                    )
                return t("do.approve", item=new, place=place)
            case "redefine" | "translate":
                return t(f"do.{kind}", item=item(id), terms=self._patch(fields))
            case "move":
                return t("do.move", item=item(id), place=item(fields.get("parent")))
            case "discontinue" | "complete":
                words = t.of(fields.get("outcome") or fields.get("reason")) or ""
                return t(f"do.{kind}", item=item(id), words=words)
            case "record-occurrence":
                note = t.of(fields.get("note"))
                said = t("do.record-occurrence", item=item(id), day=t.day(fields["on"]))
                return f"{said}: {note}" if note else said
            case "rectify":
                said = t(
                    "do.rectify",
                    voids=fields["voids"],
                    item=item(id),
                    words=t.of(fields.get("reason")) or "",
                )
                if instead := fields.get("instead"):
                    under = instead.get("under") or t("its-own-decision")
                    return t(
                        "do.rectify-instead",
                        voided=said,
                        under=under,
                        change=self.change(instead["change"], titles),
                    )
                return said
            case "admit-member":
                since = t("do.since", day=t.day(fields["since"])) if fields.get("since") else ""
                who, name = fields["member"], t.of(fields.get("name"))
                member = f"{name} ({who})" if name else self.party(who)
                return t("do.admit-member", member=member, since=since)
            case "withdraw-member":
                until = t("do.until", day=t.day(fields["until"])) if fields.get("until") else ""
                return t("do.withdraw-member", member=self.party(fields["member"]), until=until)
            case "amend-charter":
                return t("do.amend-charter", what="; ".join(self._amended(fields)))
            case _:
                return t(f"do.{kind}", item=item(id))

    def _patch(self, fields: Mapping[str, Any]) -> str:
        parts = []
        for name, value in (*(fields.get("terms") or {}).items(), *fields.items()):
            if name in ("item", "terms"):
                continue
            if name in ("title", "action") and value:
                for language, words in value.items():
                    shown = self.quoted(words) if words else self.t("cleared")
                    where = self.t.word("language", language)
                    parts.append(f"{self.t.word('term', name)} ({where}): {shown}")
            else:
                parts.append(
                    f"{self.t.word('term', name)}: {self.term(name, value) or self.t('cleared')}"
                )
        return "; ".join(parts)

    def _amended(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """What an amendment says of the rules of procedure, key by key."""
        t = self.t

        def said(key: str, value: Any) -> str:
            match key, value:
                case _, None:
                    return t("cleared")
                case (("root" | "reports_to"), _):
                    return self.body(value)
                case "languages", _:
                    return t.listed([t.word("language", language) for language in value])
                case (("by" | "agreement"), _):
                    return t.word(key, value)
                case _, Mapping():
                    texts = ((t.word("language", each), words) for each, words in value.items())
                    return ", ".join(f"{said('', words)} ({each})" for each, words in texts)
                case _:
                    return self.quoted(str(value))

        for key, value in fields.items():
            if key not in ("bodies", "members", "observers", "rules"):
                yield f"{t.word('charter', key)}: {said(key, value)}"
                continue
            for id, inner in (value or {}).items():
                what = t.word("change", id) if key == "rules" else f"{t.word('charter', key)} {id}"
                parts = [
                    f"{t.word('charter', each)}: {said(each, new)}"
                    for each, new in (inner or {}).items()
                ]
                yield f"{what}: {', '.join(parts) or t('cleared')}"


def kind_of(form: Mapping[str, Any]) -> str:
    return next(iter(form))


class Titles(Mapping[str, str]):
    """The title of each item, as it stands now in a ledger."""

    def __init__(self, ledger: Any, t: Texts):
        self._ledger, self._t = ledger, t

    def __getitem__(self, id: str) -> str:
        found = self._ledger.index.head(id)
        title = found and (self._t.of(found.terms.title) or self._t.of(found.terms.action))
        if not title:
            raise KeyError(id)
        return str(title)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
