"""Offices and who acts for them, as an event's `recorded_by` says it."""

import pytest

from ledger.offices import (
    KINDS,
    PPT,
    Office,
    Recorder,
    confirming_office,
    confirms,
    is_delegation_of,
    recorder_of,
    submits,
)
from ledger.problems import Unreadable
from tests.builders import the_charter

OFFICES = ["TS", "PPT", "member:MX", "coordinator:lon-cp", "auditor", "administrator"]
ONE, OTHER = "00000000000000a1", "00000000000000b2"


@pytest.mark.parametrize("text", OFFICES)
def test_an_office_is_written_as_it_is_read(text):
    assert str(Office.parse(text)) == text


@pytest.mark.parametrize("text", OFFICES)
def test_who_records_is_written_as_it_is_read(text):
    recorder = Recorder.parse(f"{ONE}@{text}")
    assert (recorder.account, recorder.office) == (ONE, Office.parse(text))
    assert str(recorder) == f"{ONE}@{text}"


@pytest.mark.parametrize(
    "text",
    [
        *("", "ts", "TS:MX", "TS:", "member", "member:", "member:mx", "member:M", "member:MX\n"),
        *("coordinator", "coordinator:LON", "member:MX:CA", "presidency", "auditor:MX", "local"),
    ],
)
def test_nothing_else_is_an_office(text):
    with pytest.raises(Unreadable) as said:
        Office.parse(text)
    english, spanish = said.value.why
    assert "member:MX" in english
    assert "no es ninguna instancia" in spanish


@pytest.mark.parametrize(
    "text",
    [
        *("local", "", "TS", f"@{ONE}", f"{ONE}@", f"{ONE}@nobody", f"{ONE}/TS", f"{ONE}@TS\n"),
        *(f"{ONE[:-1]}@TS", f"{ONE}0@TS", f"{ONE.upper()}@TS", f" {ONE}@TS", "account-7/TS"),
    ],
)
def test_nothing_else_is_an_account_and_its_office(text):
    with pytest.raises(Unreadable):
        Recorder.parse(text)
    assert recorder_of(text) is None


def test_an_office_that_cannot_be_is_not_made():
    with pytest.raises(Unreadable):
        Office("member")
    with pytest.raises(Unreadable):
        Office("TS", "MX")


def test_a_delegation_is_its_own_members_and_no_others():
    assert is_delegation_of(f"{ONE}@member:MX", "MX")
    assert not is_delegation_of(f"{ONE}@member:CA", "MX")
    assert not is_delegation_of(f"{ONE}@TS", "MX")
    assert not is_delegation_of("local", "MX")


def test_people_are_told_an_office_by_its_name():
    assert Office.parse("member:MX").said == ("the delegation of MX", "la delegación de MX")
    for text in OFFICES:
        english, spanish = Office.parse(text).said
        assert english != spanish
    assert {Office.parse(text).kind for text in OFFICES} == set(KINDS)


def test_the_secretariat_submits_and_whoever_has_the_file_for_it():
    submitting = {who for who in ["local", *(f"{ONE}@{o}" for o in OFFICES)] if submits(who)}
    assert submitting == {"local", f"{ONE}@TS"}
    assert not submits("somebody")


def test_the_presidency_confirms_and_of_a_network_its_own_coordinator():
    charter = the_charter()
    assert confirming_office("rcm", charter) == PPT
    assert confirming_office("rcgm", charter) == PPT
    assert confirming_office("lon-cp", charter) == Office("coordinator", "lon-cp")


@pytest.mark.parametrize("due", ["PPT", "coordinator:lon-cp"])
@pytest.mark.parametrize("submitted_by", ["local", f"{ONE}@TS"])
def test_only_that_office_and_only_another_account_confirms(due, submitted_by):
    """Walked whole: who submitted × account × office."""
    everybody = ["local", "somebody", f"{OTHER}@coordinator:lon-ts"]
    everybody += [f"{account}@{office}" for account in (ONE, OTHER) for office in OFFICES]
    confirming = {who for who in everybody if confirms(who, submitted_by, Office.parse(due))}
    same_person = {f"{ONE}@{due}"} if submitted_by == "local" else set()
    assert confirming == {f"{OTHER}@{due}", *same_person}
