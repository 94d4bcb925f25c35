"""How far long work has come, for whoever waits for it."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""
