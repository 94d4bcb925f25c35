"""The import command, with a clock on each of its phases; prints them as JSON in its last line.

python -m tests.benchmarks.import_in_phases LEDGER REGISTER
"""

import functools
import json
import sys
from collections import defaultdict
from time import perf_counter, process_time
from typing import Any

from api import cli
from ledger import importing, ledger
from ledger.index import LogIndex
from ledger.ledger import Ledger
from ledger.store_sqlite import FileDatastore
from projections.views import Views

spent: dict[str, float] = defaultdict(float)
_inner: list[float] = [0.0]


def clocked(owner: Any, name: str, phase: str) -> None:
    """Count the time that a function takes to a phase, without that of phases within."""
    function = getattr(owner, name)

    @functools.wraps(function)
    def with_clock(*args: Any, **kwargs: Any) -> Any:
        _inner.append(0.0)
        began = perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            took = perf_counter() - began
            spent[phase] += took - _inner.pop()
            _inner[-1] += took

    setattr(owner, name, with_clock)


def main() -> None:
    path, register = sys.argv[1:]
    clocked(importing, "read_register", "reading the file")
    clocked(ledger, "judge", "judging")
    clocked(Ledger, "_append", "writing the log")
    clocked(LogIndex, "add", "writing the index")
    clocked(Ledger, "settle_in_place", "settling the file")
    clocked(Views, "open", "building the views")
    clocked(FileDatastore, "close", "closing")
    began, processor = perf_counter(), process_time()
    status = cli.run(["--ledger", path, "import", register])
    took = {"seconds": perf_counter() - began, "processor": process_time() - processor}
    print(json.dumps({**took, "phases": spent}))
    sys.exit(status)


if __name__ == "__main__":
    main()
