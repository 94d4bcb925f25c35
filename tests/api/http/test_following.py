"""Following the ledger: each entry as it comes, to many; and feeds of what was decided."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

import httpx
import pytest
import vobject

from api.accounts import people
from api.app import on
from api.feeds import feed
from api.following import KEPT_FOR_MEMBERS, MOST, Following
from api.locales.http import TEXTS
from api.operations import FOLLOWING, example_text
from api.readers import Readers
from api.texts import Texts
from ledger.ledger import Ledger
from ledger.place import place_of
from projections.adoptions import Adoption
from tests.api.http.conftest import V1, Service, serving
from tests.api.http.test_on_a_server import address, own_server, served

__all__ = ["address", "own_server", "served"]
EVENTS = f"{V1}/events"
MEETING = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")


class Stream:
    """What a follower hears."""

    def __init__(self, answer: httpx.Response):
        self.answer = answer
        self._lines = answer.iter_lines()

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Event after event; a comment alone is one without data."""
        event: dict[str, str] = {}
        for line in self._lines:
            if not line:
                yield event
                event = {}
            else:
                name, _, value = line.partition(": ")
                event[name or "comment"] = value

    def next(self) -> dict[str, Any]:
        """The next entry."""
        return next(json.loads(event["data"]) for event in self if "data" in event)


@contextmanager
def following(service: Service, path: str = EVENTS, **headers: str) -> Iterator[Stream]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with (
        httpx.Client(base_url=service.url, timeout=60) as client,
        client.stream("GET", path, headers=named) as answer,
    ):
        assert answer.status_code == 200
        yield Stream(answer)


def entries(service: Service, **headers: str) -> list[Any]:
    return service.json(f"{V1}/audit?limit=5000", **headers)["entries"]


def convened(command, ledger, id: str) -> None:
    assert command("meeting", id, *MEETING, "--ledger", ledger).status == 0


# --- events ---------------------------------------------------------------------------------------


def test_from_any_entry_on_each_is_told_as_the_audit_shows_it(service):
    known = entries(service)
    for since in (0, 57, known[-2]["entry"]):
        with following(service, f"{EVENTS}?since={since}") as stream:
            assert stream.answer.headers["content-type"].startswith("text/event-stream")
            assert stream.answer.headers["cache-control"] == "no-store"
            told = [event for event, _ in zip(stream, known[since:])]
        assert [json.loads(event["data"]) for event in told] == known[since:]
        assert [event["id"] for event in told] == [str(each["entry"]) for each in known[since:]]
        assert [event["event"] for event in told] == [each["event"] for each in known[since:]]


def test_who_was_cut_off_goes_on_after_the_last_that_came(service):
    last = entries(service)[-1]["entry"]
    with following(service, f"{EVENTS}?since=0", Last_Event_ID=str(last - 1)) as stream:
        assert stream.next()["entry"] == last


def test_who_says_nothing_is_told_what_comes_from_now_on_whoever_records_it(own, command):
    with following(own) as stream:
        for n in range(3):
            convened(command, own.ledger, f"rcgm-2020-{n}")
            told = stream.next()
            assert (told["event"], told["meeting"]) == ("meeting-convened", f"rcgm-2020-{n}")


@pytest.mark.parametrize("since", ["-1", "1e3", "x", str(10**6), "99999999999999999999"])
def test_what_is_no_entry_or_not_yet_one_is_refused(service, since):
    problem = service.problem(f"{EVENTS}?since={since}", 422, "bad-parameter")
    assert problem["parameter"] == "since"
    problem = service.problem(EVENTS, 422, "bad-parameter", Last_Event_ID=since)
    assert problem["parameter"] == "Last-Event-ID"
    assert "id" in service.problem(EVENTS, 422, "bad-parameter", Last_Event_ID=since, Accept_Language="es")["detail"]


def test_while_nothing_comes_it_is_said_that_the_connection_lives(ledger):
    with serving(ledger, RCM_LEDGER_HEARTBEAT_SECONDS="0.2") as served, following(served) as stream:
        heard = [event for event, _ in zip(stream, range(3))]
        assert all("data" not in event for event in heard)


def test_told_to_stop_it_ends_every_stream_and_waits_for_none(own):
    ended = threading.Event()

    def listen() -> None:
        with following(own) as stream:
            begun.release()
            assert list(stream) == []  # to its end, and not broken off
            ended.set()

    begun = threading.Semaphore(0)
    with ThreadPoolExecutor(5) as pool:
        listening = [pool.submit(listen) for _ in range(5)]
        for _ in listening:
            assert begun.acquire(timeout=60)
        own.process.terminate()
        for each in listening:
            each.result(60)
    assert own.process.wait(60) == 0
    assert ended.is_set()
    assert not [line for line in own.log if "failure" in line or "server" in line]


def test_many_follow_at_once_and_each_hears_everything_while_others_ask(own, command):
    begun = threading.Semaphore(0)

    def listen(n: int) -> list[str]:
        with following(own) as stream:
            begun.release()
            return [stream.next()["meeting"] for _ in range(3)]

    with ThreadPoolExecutor(100) as pool:
        listening = [pool.submit(listen, n) for n in range(100)]
        for _ in listening:
            assert begun.acquire(timeout=60)
        for n in range(3):
            convened(command, own.ledger, f"rcgm-2020-{n}")
            assert own.get(f"{V1}/meetings/rcgm-2020-{n}").status_code == 200
        heard = [each.result(60) for each in listening]
    assert heard == [["rcgm-2020-0", "rcgm-2020-1", "rcgm-2020-2"]] * 100


def test_asked_for_its_head_only_it_sends_no_stream(service):
    answer = service.client.head(EVENTS)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.content == b""


def test_how_long_somebody_followed_is_no_duration_of_an_answer(own):
    with following(own, f"{EVENTS}?since=0") as stream:
        stream.next()
    own.get("/healthz")
    assert "/api/v1/events" not in own.get("/metrics").text


def test_who_does_not_read_what_is_sent_is_cut_off_and_is_no_failure(ledger, monkeypatch, capsys):
    """Where nothing can be sent any more: the server waits for its caller."""
    monkeypatch.setattr("api.routes.following.SENDS_WITHIN", 0.2)
    gate = on(place_of(ledger))
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) > 3:
            await asyncio.Event().wait()

    async def receive() -> Any:
        await asyncio.Event().wait()

    headers = [(b"host", b"x")]
    scope = {
        "type": "http", "method": "GET", "path": EVENTS, "raw_path": EVENTS.encode(), "headers": headers,
        "query_string": b"since=0", "root_path": "", "scheme": "http", "http_version": "1.1",
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "app": None,
    }
    asyncio.run(gate(scope, receive, send))
    gate.close()
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert line["gone"] is True
    assert "failure" not in line
    assert len(sent) == 4


# --- who is told what -----------------------------------------------------------------------------


def test_the_public_is_told_what_is_adopted_and_members_and_auditors_all(offices):
    public = {each["entry"] for each in offices.send(None, "GET", "audit?limit=5000").json()["entries"]}
    everything = entries(offices)
    assert len(public) < len(everything)
    with following(offices, f"{EVENTS}?since=0") as stream:
        told = [stream.next()["entry"] for _ in range(len(public))]
    assert set(told) == public
    with following(offices, f"{EVENTS}?since=0", Authorization=offices.bearer("auditor")) as stream:
        assert [stream.next()["entry"] for _ in everything] == [each["entry"] for each in everything]


def test_who_is_let_out_meanwhile_is_told_nothing_more(offices, command):
    bearer = offices.bearer("auditor", "gone")
    with following(offices, Authorization=bearer) as stream:
        with offices.accounts.reading() as run:
            account = people.of_id_or_email(run, "gone.auditor@example.org")
        with offices.accounts.acting("local") as act:
            people.disable(act, account.id)
        convened(command, offices.ledger, "rcgm-2020-1")
        assert [event for event in stream if "data" in event] == []


# --- on a server ----------------------------------------------------------------------------------


def test_while_the_ledgers_server_is_away_a_stream_waits_and_then_goes_on(own_server, served, address, command):
    with following(served) as stream:
        convened(command, address, "rcgm-2020-1")
        assert stream.next()["meeting"] == "rcgm-2020-1"
        own_server.stop()
        assert served.get(EVENTS).status_code == 503
        own_server.start()
        convened(command, address, "rcgm-2020-2")
        assert stream.next()["meeting"] == "rcgm-2020-2"


# --- the calendar ---------------------------------------------------------------------------------


def test_a_calendar_can_be_subscribed_to_in_both_languages(service):
    for language, name in (("en", "Plan of Action"), ("es", "Plan de Acción")):
        answer = service.get(f"{V1}/plan.ics", Accept_Language=language)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["content-language"] == language
        calendar = vobject.readOne(answer.text)
        assert calendar.x_wr_calname.value == name
        assert len(calendar.vevent_list) > 20


def test_a_calendar_is_narrowed_to_a_body_or_to_who_leads(service):
    def uids(query: str) -> set[str]:
        found = vobject.readOne(service.get(f"{V1}/plan.ics{query}").text)
        return {event.uid.value for event in found.vevent_list}

    assert uids("?body=lon-ts") < uids("?member=IOM") < uids("")
    service.problem(f"{V1}/plan.ics?body=lon-xx", 404, "unknown")
    service.problem(f"{V1}/plan.ics?as_of=rcm-12", 422, "bad-parameter")


def test_a_calendar_is_sent_again_only_once_something_was_recorded(own, command):
    path = f"{V1}/plan.ics"
    tag = own.get(path).headers["etag"]
    assert own.get(path, If_None_Match=tag).status_code == 304
    convened(command, own.ledger, "rcgm-2020-1")
    again = own.get(path, If_None_Match=tag)
    assert again.status_code == 200
    assert "DTSTART;VALUE=DATE:20200602" in again.text


# --- feeds ----------------------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [name for name, (_, kind) in FOLLOWING.items() if kind == "application/atom+xml"]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def valid(body: bytes) -> Xml.Element:
    """A feed, as RFC 4287 has it."""
    root = Xml.fromstring(body)
    assert root.tag == f"{ATOM}feed"
    for each in (root, *root.iterfind(f"{ATOM}entry")):
        # 4.1.1, 4.1.2: exactly one of each, and not empty where it is an id or an instant.
        for name in ("id", "title", "updated"):
            assert len(each.findall(ATOM + name)) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id"))
        assert INSTANT.fullmatch(each.findtext(f"{ATOM}updated"))
        # At most one of each kind of link that is the same.
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in each.iterfind(f"{ATOM}link")]
        assert len(set(links)) == len(links)
        assert all(link.get("href") for link in each.iterfind(f"{ATOM}link"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    found = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(ids)) == len(ids)
    instants = [entry.findtext(f"{ATOM}updated") for entry in found]
    assert root.findtext(f"{ATOM}updated") == max(instants, default=root.findtext(f"{ATOM}updated"))
    assert all(entry.findtext(f"{ATOM}content") for entry in found)
    return root


def decisions_in(service: Service, path: str) -> list[str]:
    answer = service.get(f"{V1}/feeds/{path}")
    assert answer.status_code == 200, answer.text
    return [
        entry.findtext(f"{ATOM}title").partition(":")[0] for entry in valid(answer.content).iterfind(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_feed_is_valid_in_both_languages(service, name, language):
    answer = service.get(FOLLOWING[name][0], Accept_Language=language)
    assert answer.headers["content-type"] == "application/atom+xml"
    assert answer.headers["content-language"] == language
    root = valid(answer.content)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert len(root.findall(f"{ATOM}entry")) >= 1
    assert TEXTS["feed.decisions"][language == "es"] in root.findtext(f"{ATOM}title") or name != "decided"


def test_the_newest_decisions_come_first_and_each_leads_to_its_record(service):
    adopted = [e["decision"] for e in entries(service) if e["event"] == "decision-adopted"]
    assert decisions_in(service, "decisions") == adopted[::-1][:50]
    root = valid(service.get(f"{V1}/feeds/decisions").content)
    for link in root.iterfind(f"{ATOM}entry/{ATOM}link"):
        assert service.json(link.get("href"))["status"] == "adopted"


def test_a_feed_of_an_item_has_its_decisions_and_that_of_a_line_of_action_those_of_all_below_it(service):
    own = decisions_in(service, "items/statistics")
    assert "rcm-12-d2" in own
    line = decisions_in(service, "items/mpm")
    assert set(own) < set(line)
    assert "rcm-2-d1" in line
    assert set(line) < set(decisions_in(service, "decisions"))


def test_a_feed_of_a_member_says_its_position_and_how_we_know_it(service):
    root = valid(service.get(f"{V1}/feeds/members/DO").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iterfind(f"{ATOM}entry")]
    assert not [title for title in titles if title.startswith("rcm-2-d1")]  # it was no member yet
    assert all("DO: agrees (presumed)" in e.findtext(f"{ATOM}content") for e in root.iterfind(f"{ATOM}entry"))
    t = Texts("es")
    spanish = f"DO: {t.word('stance', 'agree')} ({t.word('basis', 'presumed')})"
    assert spanish in service.get(f"{V1}/feeds/members/DO?lang=es").text


@pytest.mark.parametrize("path", ["items/none", "members/XX"])
def test_of_what_is_not_there_there_is_no_feed(service, path):
    service.problem(f"{V1}/feeds/{path}", 404, "unknown")


def test_a_feed_that_says_the_same_is_not_sent_again(own, command):
    path = f"{V1}/feeds/items/statistics"
    tag = own.get(path).headers["etag"]
    assert own.get(path, If_None_Match=tag).status_code == 304
    assert own.get(path, If_None_Match=tag, Accept_Language="es").status_code == 200
    # Something was recorded, and nothing of this.
    convened(command, own.ledger, "rcgm-2020-1")
    assert own.get(path, If_None_Match=tag).status_code == 304


def test_addresses_are_those_at_which_others_reach_it_where_that_is_known(ledger):
    with serving(ledger, "--url", "https://ledger.example.org") as served:
        root = valid(served.get(f"{V1}/feeds/decisions", Host="evil.example").content)
        links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert all(link.startswith("https://ledger.example.org/api/v1/") for link in links)


def test_the_ids_are_the_same_wherever_the_ledger_is_served(ledger):
    found = set()
    for url in ("https://a.example", "https://b.example"):
        with serving(ledger, "--url", url) as served:
            root = valid(served.get(f"{V1}/feeds/decisions").content)
            found.add(tuple(each.text for each in root.iter(f"{ATOM}id")))
    assert len(found) == 1


def test_a_feed_of_nothing_is_valid_and_no_text_breaks_it(ledger):
    with Ledger.open(ledger) as opened:
        charter, id = opened.charter, opened.founding.ledger
    now = datetime(2026, 5, 31, tzinfo=UTC)
    how: Any = {"path": "/x", "begun": now}
    valid(feed(id, [], charter, Texts("en"), **how))
    nasty = "a\x00\x08\ufffe ]]> <script>&amp; \u202e" + "long " * 100
    hostile = Adoption("rcm-1-d1", "rcm-1", 1, now, {"en": nasty}, {}, [])
    root = valid(feed(id, [hostile], charter, Texts("es"), **how))
    assert "<script>" in root.findtext(f"{ATOM}entry/{ATOM}content")


def as_anywhere(text: str) -> str:
    """Without what is only of this ledger."""
    text = re.sub(r"[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}", "…", text)
    text = re.sub(r"(?<=recorded on )\d+ \w+ \d{4}", "…", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\d{8}T\d{6}Z", "…", text)


@pytest.mark.parametrize("name", FOLLOWING)
def test_an_example_is_what_is_answered(service, name, request):
    path, kind = FOLLOWING[name]
    if kind == "text/event-stream":
        with following(service, path) as stream:
            lines = [f"{k}: {v}" for event, _ in zip(stream, range(2)) for k, v in (*event.items(), ("", ""))]
        answer = "\n".join(line.removeprefix(": ") for line in lines)
    else:
        # Where the lines of a calendar are folded depends on how long the days are that it names.
        whole = service.get(path).text.replace("\r\n ", "")
        answer = "\n".join(whole.splitlines()[:20])
    if request.config.getoption("--rewrite-golden"):
        from tests.api.http.test_description import EXAMPLES

        (EXAMPLES / f"{name}.txt").write_text(answer + "\n", encoding="utf-8")
    assert as_anywhere(example_text(name)).strip() == as_anywhere(answer).strip()


def test_however_many_of_the_public_follow_there_is_room_for_members(demonstration):
    following = Following(Readers(place_of(demonstration / "rcm-ledger-demo.db")))
    try:
        following.followers = MOST - KEPT_FOR_MEMBERS
        assert following.is_full(sees=False)
        assert not following.is_full(sees=True)
        following.followers = MOST
        assert following.is_full(sees=True)
    finally:
        following._readers.close()
