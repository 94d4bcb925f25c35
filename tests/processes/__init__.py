"""Processes that write to one ledger at once, each with a ledger object and views of its own."""
