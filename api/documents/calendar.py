"""Deadlines, periods, recurrences and meetings as iCalendar (RFC 5545, RFC 7986).

Every event lasts whole days, as a conference promises days: no time zone can shift one. It says that its people are
free, but for a meeting. It has the same UID in every calendar of the ledger, and a higher SEQUENCE with every change,
so that what was imported is brought up to date; what is no longer to come is CANCELLED, so that it goes away.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from api.documents.building import Building
from api.documents.model import Document, Said, Stamp, plain, stacked
from api.documents.plan import named, rests_on
from api.documents.stamps import moment_of, stamp_lines
from api.render.words import Words
from projections.views import Answering

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//rcm-ledger//Plan of Action//EN"
REFRESH = timedelta(hours=12)
"""How often whoever subscribed is to look again."""


def calendar_document(
    stamp: Stamp, build: Building, body: str | None = None, lead: str | None = None
) -> Document:
    """The calendar of the plan; of a body's workplan, of what somebody leads."""

    def title(words: Words) -> str:
        said = words.t("doc.workplan", body=words.body(body)) if body else words.t("doc.plan")
        return f"{said}: {words.party(lead)}" if lead else said

    subtitle = build.key("calendar.about")
    return Document(
        "calendar",
        build.said(title),
        subtitle,
        stamp,
        build.words,
        (),
        {"body": body, "lead": lead},
    )


def source(views: Answering, document: Document) -> Mapping[str, Any]:
    """What a calendar takes besides the plan: `projections.calendar` of its moment."""
    from projections.calendar import calendar

    at = moment_of(document.stamp)
    return calendar(views, at, body=document.source["body"], lead=document.source.get("lead"))


def write(document: Document) -> bytes:
    """The whole calendar, UTF-8, its lines folded after 75 octets."""
    from icalendar import Calendar

    build = Building(document.words)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    _name(calendar, document)
    for event in document.source["events"]:
        calendar.add_component(_event(event, document.source["ledger"], build))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _name(calendar: "Calendar", document: Document) -> None:
    """What the calendar is called and of what moment it is; again in the names that came before RFC 7986."""
    from icalendar import vText

    ledger = document.source["ledger"]
    name = " / ".join(plain(each) for each in stacked(document.title))
    about = "\n".join(_joined(line, "\n") for line in (document.subtitle, *stamp_lines(document)))
    of = f"calendar:{document.source['body'] or ''}:{document.source['lead'] or ''}"
    calendar.add("uid", str(uuid.uuid5(uuid.UUID(ledger), of)))
    calendar.add("last-modified", document.stamp.recorded_at.replace(microsecond=0))
    language = _language(document.languages)
    calendar.add("name", name, language)
    calendar.add("description", about, language)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-caldesc", vText(about))
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")


def _event(event: Mapping[str, Any], ledger: str, build: Building) -> "Event":
    from icalendar import Event

    made = Event()
    recorded = datetime.fromisoformat(event["recorded_at"]).replace(microsecond=0)
    made.add("uid", str(uuid.uuid5(uuid.UUID(ledger), event["key"])))
    made.add("sequence", event["sequence"])
    made.add("dtstamp", recorded)
    made.add("last-modified", recorded)
    starts, ends = date.fromisoformat(event["starts"]), date.fromisoformat(event["ends"])
    made.add("dtstart", starts)
    # The end is the first day that the event does not last any more.
    made.add("dtend", ends + timedelta(days=1) if ends < date.max else ends)
    if event["every"] and event["status"] == "confirmed":
        made.add("rrule", _recurs(event))
    language = _language(tuple(build.words))
    summary, about = _said(event, build)
    made.add("summary", _joined(summary, " / "), language)
    made.add("description", _joined(about, "\n\n"), language)
    if place := event.get("meeting", {}).get("place"):
        made.add("location", place)
    made.add("categories", [_joined(build.key(f"calendar.{event['role']}"), " / ")])
    made.add("status", event["status"].upper())
    made.add("transp", "OPAQUE" if event["role"] == "meeting" else "TRANSPARENT")
    return made


def _recurs(event: Mapping[str, Any]) -> dict[str, Any]:
    """Every so many months; on the last day of each where some lack its day, as a date that is none
    would be left out (RFC 5545, 3.3.10). `BYSETPOS` would say it more closely, and Thunderbird does
    not understand it."""
    rule: dict[str, Any] = {"freq": "MONTHLY", "interval": event["every"]}
    return {**rule, "bymonthday": -1} if event["month_end"] else rule


def _said(event: Mapping[str, Any], build: Building) -> tuple[Said, Said]:
    """Its title, and what is said about it."""
    if event["role"] == "meeting":
        meeting = event["meeting"]
        about = build.said(lambda words: "\n".join(_of_meeting(meeting, words)))
        return build.text(meeting["title"]), about
    item = event["item"]
    titles = named(item, build)
    actions = build.text(item["terms"]["action"], item["translations"]["action"])
    key = f"calendar.{_kind(event)}-of"

    def summary(words: Words) -> str:
        return words.t(key, title=plain(titles[words.t.language]))

    def body(words: Words) -> str:
        action = plain(actions[words.t.language])
        return "\n".join(filter(None, (action, *_of_item(item, words))))

    return build.said(summary), build.said(body)


def _kind(event: Mapping[str, Any]) -> str:
    if event["every"]:
        return "recurs"
    return "period" if event["ends"] > event["starts"] else str(event["role"])


def _of_item(item: Mapping[str, Any], words: Words) -> Iterator[str]:
    t, terms = words.t, item["terms"]
    if terms["lead"]:
        yield f"{t('column.lead')}: {words.parties(terms['lead'])}"
    if terms["timeline"]:
        yield f"{t('column.timeline')}: {words.timeline(terms['timeline'])}"
    if terms["form"]:
        yield f"{t('column.form')}: {words.term('form', terms['form'])}"
    yield f"{t('column.status')}: {t.word('status', item['status'])}"
    yield f"{t('column.rests_on')}: {rests_on(item, words)}"
    yield f"{t('column.id')}: {item['id']}"


def _of_meeting(meeting: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.body(meeting["body"])
    if presidency := meeting.get("presidency"):
        yield f"{words.t('office.PPT')}: {words.party(presidency)}"
    yield f"{words.t('column.id')}: {meeting['id']}"


def _joined(said: Said, by: str) -> str:
    """What is said in each language, once where two say the same."""
    return by.join(plain(runs) for runs in stacked(said))


def _language(languages: tuple[str, ...]) -> dict[str, str]:
    return {"LANGUAGE": languages[0]} if len(languages) == 1 else {}
