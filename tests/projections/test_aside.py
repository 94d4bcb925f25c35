"""Something worked out by a second process: what it finds is given; what goes wrong in it is never an answer."""

import gc
import os
from collections.abc import Iterator

import pytest
from psutil import Process

from projections.aside import Aside


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    """None that was not there before, and none that nobody asked how it ended."""
    before = Process().children()
    yield
    gc.collect()
    assert [each for each in Process().children() if each not in before] == []


def test_what_a_second_process_works_out_is_given_once():
    aside = Aside(lambda: (os.getpid(), hash("the same"), "x" * 1_000_000))
    found = aside.result()
    assert found is not None
    process, same, much = found
    assert (process != os.getpid(), same, len(much)) == (True, hash("the same"), 1_000_000)
    assert aside.result() is None


@pytest.mark.parametrize("wrong", [ValueError("what is wrong"), KeyboardInterrupt(), SystemExit(0)])
def test_what_goes_wrong_in_it_is_no_answer(wrong, capfd):
    def work() -> str:
        raise wrong

    assert Aside(work).result() is None
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_told_is_no_answer():
    assert Aside(lambda: lambda: 1).result() is None


def test_one_that_dies_is_no_answer():
    assert Aside(lambda: os.kill(os.getpid(), 9)).result() is None


def test_one_whose_answer_nobody_wants_is_ended():
    reader, writer = os.pipe()
    aside = Aside(lambda: os.read(reader, 1))  # it would wait for ever
    del aside
    gc.collect()
    os.close(reader)
    os.close(writer)


def test_where_there_can_be_no_second_process_there_is_no_answer(monkeypatch):
    def refuses() -> int:
        raise BlockingIOError("there are too many")

    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "fork", refuses)
        assert Aside(lambda: 1).result() is None
        elsewhere.delattr(os, "fork")
        assert Aside(lambda: 1).result() is None
