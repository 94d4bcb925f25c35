"""What the Tab key completes besides commands and options: the ids in the ledger."""

from collections.abc import Callable

import typer

MOST = 60
"""More would help nobody to choose."""

Found = list[tuple[str, str]]


def items(ctx: typer.Context, incomplete: str) -> Found:
    return _ids(ctx, incomplete, "item")


def meetings(ctx: typer.Context, incomplete: str) -> Found:
    return _ids(ctx, incomplete, "meeting")


def decisions(ctx: typer.Context, incomplete: str) -> Found:
    return _ids(ctx, incomplete, "decision")


def proposals(ctx: typer.Context, incomplete: str) -> Found:
    return _ids(ctx, incomplete, "proposal")


def anything(ctx: typer.Context, incomplete: str) -> Found:
    return _ids(ctx, incomplete, "item", "meeting", "decision", "proposal")


def _ids(ctx: typer.Context, incomplete: str, *kinds: str) -> Found:
    """Ids that begin so, each with what it is called. Where there is no ledger, nothing; and never
    a complaint."""
    try:
        from ledger.ledger import Ledger

        session = ctx.find_root().obj
        ledger = Ledger.open(session.place)
        try:
            names: dict[str, Callable[[str], object]] = {
                "item": lambda id: (found := ledger.index.head(id)) and found.terms.title,
                "meeting": lambda id: (found := ledger.meeting(id)) and found.fields.title,
                "decision": lambda id: (found := ledger.decision(id)) and found.fields.text,
                "proposal": lambda id: (found := ledger.proposal(id)) and found.fields.text,
            }
            found: Found = []
            for kind in kinds:
                for stream in ledger.recorder.streams(f"{kind}:{incomplete}", MOST):
                    id = stream.removeprefix(f"{kind}:")
                    text = session.t.of(names[kind](id)) or ""
                    found.append((id, text if len(text) < 60 else f"{text[:59]}…"))
            return found[:MOST]
        finally:
            ledger.close()
    except Exception:
        return []
