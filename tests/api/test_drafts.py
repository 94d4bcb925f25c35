"""Draft decisions as a register: what explains them never becomes a part of it."""

from contextlib import closing

import pytest
import yaml

from api.drafts import DraftDecision, draft_register
from api.texts import Texts
from tests.builders import a_ledger

ENDS = ["\n", "\r", "\u0085", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS, ids=[f"U+{ord(each):04X}" for each in ENDS])
def test_what_explains_a_change_stays_a_comment_whatever_ends_a_line_in_it(tmp_path, end):
    evil = f"a title{end}injected: [1"
    draft = DraftDecision("rcm", {"en": "Decide."}, [({"start": {"item": "a1"}}, evil)], "unanimity")
    with closing(a_ledger(tmp_path)) as ledger:
        written = draft_register(ledger, [draft], Texts("en"), head=f"plan{end}.xlsx")
    read = yaml.safe_load(written)
    assert set(read) == {"register", "meetings"}
    assert read["meetings"][0]["decisions"][0]["changes"] == [{"start": {"item": "a1"}}]
