"""Files that are larger than any register: given up soon, in bounded memory.

The sizes at which the reader gives up are tested as they are; the files of 100 MB, which are made
as they are read, are slow tests.
"""

import time

from tests.ledger.registers import Found, edited, wrong_with

HEAD = "register: 1\ncharter: rcm\nlanguage: en\n"


def test_thousands_of_unknown_names_are_counted_in_time(tmp_path):
    names = [f"mx-x{n}" for n in range(20_000)]
    proposals = "".join(
        f"  - {{id: my-{n}, by: MX, submitted_to: rcm-12, text: A wish.}}\n" for n in range(20_000)
    )
    text = edited("agreed: all", f"recommended_by: [{', '.join(names)}]")
    began = time.process_time()
    found = wrong_with(tmp_path, text.replace("proposals:\n", f"proposals:\n{proposals}"))
    assert time.process_time() - began < 60
    assert found[0].words == (
        "There is no proposal “mx-x0” in the register or in the ledger. Did you mean “mx-1”?"
    )
    assert found[-1] == Found(
        None, "", "…and at least 19,800 more errors; what comes after them was not read."
    )
