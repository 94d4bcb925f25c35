"""Meetings and their decisions, one after the other."""

import random
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta

from tests.generator.changes import Changes
from tests.generator.things import Document, Meeting
from tests.generator.words import FOUNDERS, TITLES, TOPICS

LATE_BY = 4
"""How many meetings a late record reaches back at the most."""


class History(Changes):
    """A history that goes on for as long as it is asked to."""

    def __init__(self, seed: int, plan_size: int, late_every: int | None):
        super().__init__(random.Random(seed), plan_size)
        self.late_every = late_every
        self.meetings: deque[Meeting] = deque(maxlen=LATE_BY + 1)
        self.today = date(1997, 3, 13)
        self.numbers: dict[str, int] = {}
        self.decisions = 0
        self.is_over = False  # the meeting at hand: it decided its last in writing

    def next_meeting(self) -> Meeting:
        rng = self.rng
        body = "rcm" if self.founding else rng.choices(tuple(TITLES), (40, 40, 10, 10))[0]
        opens = self.today + timedelta(rng.randint(3, 12))
        closes = opens + timedelta(rng.randint(0, 2))
        self.today = closes
        self.numbers[body] = number = self.numbers.get(body, 0) + 1
        presidency = FOUNDERS[opens.year % len(FOUNDERS)]
        document: Document = {
            "id": f"{body}-{number}",
            "body": body,
            "title": {"en": f"{TITLES[body][0]}, {number}", "es": f"{TITLES[body][1]}, {number}"},
            "opens_on": opens,
            "closes_on": closes,
            "place": "San José, Costa Rica",
            "presidency": presidency,
            "source": f"Conclusions of the meeting of {opens:%B %Y}",
        }
        if number < 9999:
            document["number"] = number
        if self.chance(0.1):
            absent = rng.choice(FOUNDERS)
            document["present"] = [member for member in FOUNDERS if member != absent]
        return Meeting(document, body, closes)

    def decided(self, size: int) -> tuple[Meeting, Document]:
        """The next decision, with so many changes."""
        self.decisions += 1
        late = (
            self.late_every is not None
            and self.decisions % self.late_every == 0
            and len(self.meetings) > 1
        )
        if late:
            meeting = self.meetings[self.rng.randrange(len(self.meetings) - 1)]
        else:
            if (
                not self.meetings
                or len(self.meetings[-1].decisions) >= self.rng.randint(1, 6)
                or self.is_over
            ):
                self.meetings.append(self.next_meeting())
                self.is_over = False
            meeting = self.meetings[-1]
        number = len(meeting.decisions) + 1
        self.id, self.body, self.day = (
            f"{meeting.document['id']}-d{number}",
            meeting.body,
            meeting.day,
        )
        self.is_late, self.needs_all, self.done = late, False, 0
        document: Document = {
            "id": self.id,
            "number": str(number),
            "adopted_on": meeting.day,
            "recorded": self.decisions,
            "text": self.decision_text(),
            "agreed": "all",
            "source": meeting.document["source"],
        }
        if not late and self.chance(0.03):
            # The last of its meeting: what is adopted after it belongs to a later day.
            self.is_over = True
            self.day = self.today = meeting.day + timedelta(1)
            document |= {"procedure": "written", "adopted_on": self.day}
        changes: list[Document] = []
        while len(changes) < size:
            more = self.some_changes(size - len(changes))
            changes += more
        if changes:
            document["changes"] = changes
        document |= self.positions()
        meeting.decisions.append(document)
        self.changes += len(changes)
        return meeting, document

    def decision_text(self) -> dict[str, str]:
        topic = self.rng.choice(TOPICS)
        text = {"en": f"Take forward the work on {topic[0]}, as set out in the plan."}
        if self.chance(0.3):
            text["es"] = f"Continuar el trabajo sobre {topic[1]}, como lo establece el plan."
        return text

    def positions(self) -> Document:
        """Who agreed: all, where unanimity is needed; else, now and then, all but one."""
        draw = self.rng.random()
        one = self.rng.choice(FOUNDERS)
        if draw < 0.03:
            return {"positions": {one: {"basis": "own-account", "on": self.day}}}
        if self.needs_all or self.is_late or draw < 0.85:
            return {}
        if draw < 0.92:
            return {"agreed": [m for m in FOUNDERS if m != one]}
        if draw < 0.96:
            return {"positions": {one: {"stance": "abstain"}}}
        statement = {"en": "Our internal consultations have not concluded."}
        return {
            "positions": {
                one: {"stance": "reserve", "statement": statement, "basis": "own-account"}
            }
        }


def sizes(rng: random.Random, changes: int, each: int) -> Iterator[int]:
    """How many changes each decision has, none to twice the mean; ten have ten times the mean."""
    shares = (0.0, 0.3, 0.5, 0.8, 1.0, 1.0, 1.2, 1.5, 1.7, 2.0)
    left = changes
    while left > 0:
        block = [int(share * each) for share in shares]
        for n in range(10 * each - sum(block)):
            block[-1 - n % 9] += 1
        rng.shuffle(block)
        for size in block:
            if left > 0:
                yield min(size, left)
                left -= size


def documents(
    changes: int, changes_per_decision: int, seed: int, plan_size: int, late_every: int | None
) -> Iterator[tuple[Meeting, Document]]:
    history = History(seed, plan_size, late_every)
    for size in sizes(history.rng, changes, changes_per_decision):
        yield history.decided(size)
