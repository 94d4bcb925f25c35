"""What a register says: in which order, in which language, with which defaults, in how many files."""

import json
from datetime import date
from itertools import permutations

import pytest
import yaml

from ledger.register import NothingKnown, read_register
from tests.ledger.registers import GOOD, Found, edited, read, with_change, written, wrong_with

# --- words as a secretariat writes them -----------------------------------------------------------


def test_norways_no_and_the_likes_of_yes_are_words(tmp_path):
    text = edited("          CA: {stance: agree}", "          NO: {stance: agree}")
    text = edited("    presidency: US", "    presidency: US\n    place: Off", text)
    (entry,) = read(tmp_path, text).decisions()
    assert "NO" in entry.decision.positions
    assert entry.meeting.place == "Off"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("yes", "yes"), ("1:30", "1:30"), ("2007-04-27", "2007-04-27"), ("0b1", "0b1"), ("1_000", "1_000"),
     ("=", "="), ("'5'", "5"), ('"true"', "true"), ("012abc", "012abc"), (".", "."), ("- -".replace(" ", ""), "--"),
     ("|-\n      Two\n      lines", "Two\nlines"), (">-\n      One\n      line", "One line")],
)  # fmt: skip
def test_a_word_means_itself(tmp_path, written, meant):
    (entry,) = read(
        tmp_path, edited("title: XII Regional Conference", f"title: {written}")
    ).decisions()
    assert entry.meeting.title == {"en": meant}


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL", ""])
def test_an_empty_value_is_none(tmp_path, written):
    text = edited("    presidency: US", f"    presidency: US\n    place: {written}")
    (entry,) = read(tmp_path, text).decisions()
    assert entry.meeting.place is None


@pytest.mark.parametrize("number", ["3", "0x3", "0o3", "+3"])
def test_a_number_is_a_number_and_a_decisions_number_a_label(tmp_path, number):
    text = edited("number: 12", f"number: {number}")
    text = edited("        agreed: all", f"        agreed: all\n        number: {number}", text)
    (entry,) = read(tmp_path, text).decisions()
    assert (entry.meeting.number, entry.decision.number) == (3, "3")


def test_unquoted_dates_are_days(tmp_path):
    text = edited("agreed: all", "agreed: all\n        adopted_on: 2007-04-26")
    (entry,) = read(tmp_path, text).decisions()
    assert entry.decision.adopted_on == date(2007, 4, 26)
    quoted = text.replace("2007-04-26\n", '"2007-04-26"\n')
    (other,) = read(tmp_path, quoted).decisions()
    assert other.decision == entry.decision


# --- JSON is the same -----------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_register_as_json_is_the_same_register(tmp_path, indent, ascii_only):
    text = edited("text: Take up training.", "text: Capacitación \U0001f600 ya.")
    document = yaml.load(text, yaml.BaseLoader)
    document["register"], document["meetings"][0]["number"] = 1, 12
    written_as_json = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    (one,), (other,) = (list(read(tmp_path, form).decisions()) for form in (text, written_as_json))
    assert (one.meeting, one.decision) == (other.meeting, other.decision)
    assert one.decision.text["en"] == "Capacitación \U0001f600 ya."


@pytest.mark.parametrize("of_it", range(14))
def test_a_surrogate_pair_is_one_character_wherever_the_file_is_cut(tmp_path, of_it):
    """The file is read in pieces of 64 KiB: one ends after so many of the pair's characters."""
    meeting = {"id": "m", "body": "rcm", "opens_on": "2007-01-01", "closes_on": "2007-01-01"}
    document = {"register": 1, "charter": "rcm", "meetings": [meeting]}
    meeting["place"], meeting["title"] = "", {"en": "\U0001f600", "es": "\\ud83d"}
    begins = json.dumps(document).index("\\ud83d")
    meeting["place"] = "x" * (65_536 - begins - of_it)
    text = json.dumps(document)
    assert text.index("\\ud83d") == 65_536 - of_it
    assert read(tmp_path, text).meetings[0].title == {"en": "\U0001f600", "es": "\\ud83d"}


# --- the header, wherever it stands ---------------------------------------------------------------


def test_the_keys_of_a_register_stand_in_any_order(tmp_path):
    parts = {
        "head": "register: 1\ncharter: rcm\n",
        "language": "language: en\nbasis: presumed\n",
        "meetings": GOOD[GOOD.index("meetings:") : GOOD.index("proposals:")],
        "rest": GOOD[GOOD.index("proposals:") :],
    }
    read_so_far = set()
    for order in permutations(parts.values()):
        (entry,) = read(tmp_path, "".join(order)).decisions()
        read_so_far.add((entry.meeting.model_dump_json(), entry.decision.model_dump_json()))
        assert (entry.basis, entry.decision.positions["CA"].basis) == ("presumed", "presumed")
    assert len(read_so_far) == 1


@pytest.mark.parametrize(
    "header",
    [
        "language: es\n",
        '"language": es\n',
        "'language' : es\n",
        "? language\n: es\n",
        "# language: en\nlanguage:   es   # Spanish\n",
    ],
)
def test_a_header_at_the_end_is_found_however_it_is_written(tmp_path, header):
    (entry,) = read(tmp_path, edited("language: en\n", "") + header).decisions()
    assert entry.decision.text == {"es": "Take up training."}


def test_a_header_of_a_record_is_not_that_of_the_file(tmp_path):
    text = edited("language: en\n", "").replace("text: What", "language: en\n    text: What")
    assert "proposals[0].language" in [found.path for found in wrong_with(tmp_path, text)]
    assert "meetings[0].title" in [found.path for found in wrong_with(tmp_path, text)]


# --- languages ------------------------------------------------------------------------------------


def test_a_bare_text_is_in_the_language_of_its_file(tmp_path):
    spanish = (
        edited("language: en", "language: es").replace("rcm-12", "rcm-13").replace("mx-1", "mx-2")
    )
    texts = [entry.decision.text for entry in read(tmp_path, GOOD, spanish).decisions()]
    assert texts == [{"en": "Take up training."}, {"es": "Take up training."}]


def test_a_bare_text_in_a_file_of_no_language_asks_for_it(tmp_path):
    text = edited("language: en\n", "").replace("XII Regional Conference", "{en: XII}")
    found = wrong_with(tmp_path, text)
    assert found[0].path == "meetings[0].decisions[0].text"
    assert found[0].words == (
        "Found “Take up training.” without its language; write {en: …, es: …}, or name the "
        "language of all such texts at the top of the register (language: en)."
    )


AMEND = "amend-charter: {languages: [en, es, pt-BR]}"


def test_a_language_that_the_register_itself_brings_is_known_before_and_after(tmp_path):
    text = edited("text: Take up training.", "text: {pt-BR: Formação.}", with_change(AMEND))
    assert read(tmp_path, text).change_count == 3


def test_a_language_that_nobody_brings_is_an_error_at_each_of_its_texts(tmp_path):
    text = edited("text: Take up training.", "text: {en: Training., fr: Formation.}")
    text = edited("text: What is proposed.", "text: {fr: Proposition.}", text)
    assert [(each.line, each.path) for each in wrong_with(tmp_path, text)] == [
        (14, "meetings[0].decisions[0].text.fr"),
        (25, "proposals[0].text.fr"),
    ]


# --- names that the register brings ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ("admit-member: {member: AR}", "by: MX", "by: AR"),
        ("admit-member: {member: AR}", "presidency: US", "presidency: AR"),
        ("amend-charter: {observers: {OAS: {name: {en: OAS}}}}", "by: TS", "by: OAS"),
        (
            "amend-charter: {bodies: {lon-mx: {name: {en: M}, level: x, adopts: {en: X}, reports_to: rcgm}}}",
            "body: rcm",
            "body: lon-mx",
        ),
        ("approve: {item: a2, terms: {title: x}}", "item: a1, by", "item: a2, by"),
    ],
)
def test_what_a_change_brings_is_known_throughout_the_register(tmp_path, change, old, new):
    without = edited(old, new)
    assert wrong_with(tmp_path, without)
    assert read(tmp_path, edited(old, new, with_change(change))).change_count == 3


def test_what_a_change_in_another_file_brings_is_known_too(tmp_path):
    first = edited("by: MX", "by: AR")
    second = (
        with_change("admit-member: {member: AR}")
        .replace("rcm-12", "rcm-13")
        .replace("mx-1", "mx-2")
    )
    assert [each.path for each in wrong_with(tmp_path, first)] == ["proposals[0].by"]
    assert read(tmp_path, first, second).decision_count == 2


def test_a_state_that_never_was_a_member_is_for_the_rule_to_refuse(tmp_path):
    text = with_change("withdraw-member: {member: NO}")
    text = edited("CA: {stance: agree}", "NO: {stance: agree}", text)
    text = edited("agreed: all", "agreed: [NO, MX]", text)
    assert read(tmp_path, text).change_count == 3


# --- days -----------------------------------------------------------------------------------------


def test_days_at_the_adoption_itself_are_on_the_right_side_of_it(tmp_path):
    text = edited("CA: {stance: agree}", "CA: {stance: agree, on: 2007-04-27}")
    for change in (
        "record-occurrence: {item: a1, on: 2007-04-27}",
        "admit-member: {member: AR, since: 2007-04-27}",
        "withdraw-member: {member: BZ, until: 2007-04-27}",
    ):
        text = edited("proposals:\n", f"          - {change}\nproposals:\n", text)
    assert read(tmp_path, text).change_count == 5


def test_the_day_of_a_decision_without_one_is_its_meetings_last(tmp_path):
    late_key = edited("    closes_on: 2007-04-27\n", "").replace(
        "proposals:\n", "    closes_on: 2007-04-27\nproposals:\n"
    )
    (entry,) = read(tmp_path, late_key).decisions()
    assert entry.decision.adopted_on == date(2007, 4, 27)
    late = edited("CA: {stance: agree}", "CA: {on: 2007-04-28}", late_key)
    assert [each.path for each in wrong_with(tmp_path, late)] == [
        "meetings[0].decisions[0].positions.CA.on"
    ]


def test_within_an_instead_the_day_of_its_own_decision_counts(tmp_path):
    instead = (
        'rectify: {{item: a1, voids: "rcm-12-d1#2", reason: x, instead: {{under: {under}, '
        "change: {{record-occurrence: {{item: a1, on: {on}}}}}}}}}"
    )
    other = (
        "  - id: rcm-13\n    body: rcm\n    title: XIII\n    opens_on: 2008-05-01\n"
        "    closes_on: 2008-05-02\n    decisions: [{id: rcm-13-d1, text: x}]\nproposals:\n"
    )

    def with_instead(under: str, on: str) -> str:
        return edited("proposals:\n", other, with_change(instead.format(under=under, on=on)))

    assert read(tmp_path, with_instead("rcm-13-d1", "2008-05-02")).change_count == 3
    assert [
        each.words for each in wrong_with(tmp_path, with_instead("rcm-13-d1", "2008-05-03"))
    ] == [
        "Found 2008-05-03, after the adoption on 2008-05-02; only what took place by then can be "
        "recorded."
    ]
    # Which decision there is, is for the rule to say.
    assert read(tmp_path, with_instead("rcm-99-d1", "2099-01-01")).change_count == 3


def test_role_and_steward_may_be_redefined_where_the_item_is_a_section(tmp_path):
    assert read(tmp_path, with_change("redefine: {item: s1, role: annex, steward: rcgm}"))
    # What nobody approves, may be a section: the rule says what there is.
    assert read(tmp_path, with_change("redefine: {item: s9, role: annex}"))


# --- the order of recording -----------------------------------------------------------------------


def a_meeting(id: str, closes_on: str, *decisions: str) -> str:
    listed = "".join(f"      - {decision}\n" for decision in decisions)
    return (
        f"  - id: {id}\n    body: rcm\n    title: x\n    opens_on: 2001-01-01\n"
        f"    closes_on: {closes_on}\n    decisions:\n{listed}"
    )


HEAD = "register: 1\ncharter: rcm\nlanguage: en\nmeetings:\n"


def order_of(folder, *texts: str) -> list[str]:
    return [entry.decision.id for entry in read(folder, *texts).decisions()]


def test_decisions_are_in_the_order_of_adoption_then_of_the_file(tmp_path):
    text = (
        HEAD
        + a_meeting(
            "m3", "2003-01-01", "{id: c1, text: x}", "{id: c2, text: x, adopted_on: 2001-05-05}"
        )
        + a_meeting("m2", "2002-01-01", "{id: b1, text: x}", "{id: b2, text: x}")
        + a_meeting("m1", "2002-01-01", "{id: a1, text: x}")
    )
    assert order_of(tmp_path, text) == ["c2", "b1", "b2", "a1", "c1"]


def test_marked_decisions_come_first_in_the_order_of_their_marks(tmp_path):
    text = (
        HEAD
        + a_meeting("m1", "2001-01-01", "{id: a1, text: x}", "{id: a2, text: x, recorded: 999999}")
        + a_meeting("m2", "2002-01-01", "{id: b1, text: x, recorded: 2}")
    )
    assert order_of(tmp_path, text) == ["b1", "a2", "a1"]


def test_of_several_files_the_first_comes_first_on_the_same_day(tmp_path):
    one = HEAD + a_meeting("m1", "2002-01-01", "{id: a1, text: x}")
    two = (
        HEAD
        + a_meeting("m2", "2002-01-01", "{id: b1, text: x}")
        + a_meeting("m3", "2001-01-01", "{id: b2, text: x}")
    )
    assert order_of(tmp_path, one, two) == ["b2", "a1", "b1"]
    assert order_of(tmp_path, two, one) == ["b2", "b1", "a1"]


def test_an_entry_knows_its_place_in_its_file(tmp_path):
    one = HEAD + a_meeting("m1", "2002-01-01", "{id: a1, text: x}")
    two = HEAD + a_meeting("m2", "2001-01-01", "{id: b1, text: x}", "{id: b2, text: x}")
    where = {entry.decision.id: entry.where for entry in read(tmp_path, one, two).decisions()}
    assert [str(where[id]) for id in ("a1", "b2")] == [
        f"{tmp_path}/one.yaml:11 (meetings[0].decisions[0])",
        f"{tmp_path}/two.yaml:12 (meetings[0].decisions[1])",
    ]


def test_long_records_come_back_as_they_were(tmp_path):
    long = "A long decision. " * 100
    (entry,) = read(tmp_path, edited("Take up training.", long)).decisions()
    assert entry.decision.text == {"en": long.strip()}


# --- a meeting given more than once ---------------------------------------------------------------


def test_a_meeting_may_come_in_several_files_with_its_decisions_divided(tmp_path):
    one = HEAD + a_meeting("m1", "2002-01-01", "{id: a1, text: x}")
    two = HEAD + a_meeting("m1", "2002-01-01", "{id: a2, text: x}").replace(
        "    decisions:", "    closed: 2002-01-05\n    decisions:"
    )
    for files in ((one, two), (two, one)):
        register = read(tmp_path, *files)
        assert [m.closed for m in register.meetings] == [date(2002, 1, 5)]
        assert {entry.decision.id for entry in register.decisions()} == {"a1", "a2"}


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("title", '{"en":"x"}', '{"en":"y"}'),
        ("closes_on", '"2002-01-01"', '"2002-01-02"'),
        ("closed", '"2002-01-05"', '"2002-01-06"'),
    ],
)
def test_a_meeting_that_comes_back_otherwise_says_where_and_how(tmp_path, key, before, after):
    first = HEAD + a_meeting("m1", "2002-01-01", "{id: a1, text: x}").replace(
        "    decisions:", "    closed: 2002-01-05\n    decisions:"
    )
    said = {
        "title": ("title: x", "title: y"),
        "closes_on": ("2002-01-01", "2002-01-02"),
        "closed": ("2002-01-05", "2002-01-06"),
    }
    second = edited(*said[key], first).replace("id: a1", "id: a2")
    (found,) = wrong_with(tmp_path, first, second)
    assert found.path == f"meetings[0].{key}"
    assert found.words == (
        f"The meeting m1 is also given at {tmp_path}/one.yaml:5 (meetings[0]), where {key} is "
        f"{before}; here it is {after}."
    )


def test_meetings_are_a_list(tmp_path):
    register = read(
        tmp_path,
        HEAD
        + "".join(a_meeting(f"m{n}", "2002-01-01", f"{{id: d{n}, text: x}}") for n in range(3)),
    )
    assert [m.id for m in register.meetings] == ["m0", "m1", "m2"]
    assert register.meetings[-1].id == "m2"
    assert [m.id for m in register.meetings[1:]] == ["m1", "m2"]


def test_records_are_lists_with_their_places(tmp_path):
    more = "  - {item: a1, by: MX, on: 2007-05-01, says: delayed}\n" * 2
    register = read(tmp_path, edited("reports:\n", f"reports:\n{more}"))
    assert [report.says for report, _ in register.reports] == ["delayed", "delayed", "on-track"]
    assert [where.line for _, where in register.reports[1:]] == [28, 29]


# --- how far --------------------------------------------------------------------------------------


def test_progress_counts_the_bytes_of_all_files_and_ends_at_their_sum(tmp_path):
    told = []
    long = GOOD + "# and so on, a comment to each line of it\n" * 10_000
    second = GOOD.replace("rcm-12", "rcm-13").replace("mx-1", "mx-2")
    files = written(tmp_path, long, second)
    read_register(files, NothingKnown(), progress=lambda done, total: told.append((done, total)))
    total = len(long.encode()) + len(second.encode())
    assert told == sorted(told)
    assert {of for _, of in told} == {total}
    assert told[-1] == (total, total)
    assert len(told) > 3


def test_a_register_of_nothing_is_one(tmp_path):
    register = read(tmp_path, "register: 1\ncharter: rcm\n")
    assert (register.decision_count, len(register.meetings)) == (0, 0)
    assert wrong_with(tmp_path, "register: 1\n") == [
        Found(
            1,
            "charter",
            "The register names no charter, and there is no ledger that has one; name it at the "
            "top: charter: rcm.",
        )
    ]
