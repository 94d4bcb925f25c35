"""The ledger's side of `witness`: whom it asks, what it asks, and what it collected."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from ledger.cosignatures import Cosignatures
    from ledger.ledger import Ledger
    from ledger.seals import Seal
    from ledger.witness_policy import WitnessKey

Name = Annotated[str | None, typer.Option("--witness")]
SealOption = Annotated[str | None, typer.Option("--seal")]


def add(
    ctx: typer.Context,
    vkey: Annotated[str, typer.Argument()],
    url: Annotated[str | None, typer.Option("--url")] = None,
) -> int:
    session: Session = ctx.obj
    from api.asking import is_an_address
    from ledger.problems import Unreadable

    if url is not None and not is_an_address(url):
        raise WrongUse("not-an-address", url=url)
    with session.open_ledger() as ledger:
        try:
            added = cosignatures_of(ledger).add(vkey, url)
        except Unreadable as error:
            raise WrongUse("not-a-vkey", vkey=vkey, why=session.t.why(error.why)) from None
        keys = [key.vkey for key in ledger.public_keys()]
    if session.as_json:
        session.write_json({"witness": added.name, "key": added.key.vkey, "url": added.url})
    else:
        session.tell("witness-added", name=added.name, vkey=keys[-1])
    return DONE


def list_(ctx: typer.Context) -> int:
    session: Session = ctx.obj
    with session.open_ledger() as ledger:
        kept = cosignatures_of(ledger)
        seals = [(seal.size, seal.note) for seal in ledger.seals()]
        last = seals[-1][0] if seals else None
        documents = [
            {
                "witness": each.name,
                "key": each.key.vkey,
                "url": each.url,
                "cosigned": kept.last_cosigned(each.key, seals),
            }
            for each in kept.witnesses()
        ]
    if session.as_json:
        session.write_json({"last_seal": last, "witnesses": documents})
    else:
        from api.render.witness import witnesses_asked

        session.show(witnesses_asked(documents, last, session.t))
    return DONE


def request(
    ctx: typer.Context,
    witness: Name = None,
    start: Annotated[int | None, typer.Option("--from", min=0)] = None,
    seal: SealOption = None,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    with session.open_ledger() as ledger:
        kept, asked = cosignatures_of(ledger), _seal(ledger, seal)
        if start is None:
            start = _seen(session, ledger, kept, witness, asked)
        if start > asked.size:
            raise WrongUse("from-above-seal", start=start, size=asked.size)
        body = _body(ledger, asked, start)
    document = {"from": start, "size": asked.size, "file": output}
    if output not in (None, "-"):
        from api.files import new_file

        with new_file(session, str(output), force=force) as out:
            out.write(body)
        if session.as_json:
            session.write_json(document)
        else:
            sizes = {"old": session.t.number(start), "size": session.t.number(asked.size)}
            session.tell("request-written", file=output, **sizes)
    elif session.as_json:
        session.write_json({**document, "request": body})
    else:
        session.write(body)
    return DONE


def collect(
    ctx: typer.Context,
    answer: Annotated[str | None, typer.Argument()] = None,
    all_: Annotated[bool, typer.Option("--all")] = False,
    seal: SealOption = None,
) -> int:
    session: Session = ctx.obj
    if all_ == (answer is not None):
        raise WrongUse("collect-what")
    with session.open_ledger() as ledger:
        kept, asked = cosignatures_of(ledger), _seal(ledger, seal)
        known = kept.witnesses()
        if all_:
            online = [each for each in known if each.url]
            if not online:
                raise WrongUse("nobody-to-ask")
            outcomes = [_ask(session, ledger, kept, asked, each) for each in online]
        else:
            assert answer is not None
            named = [each for each in known if each.name == answer]
            if not named:
                outcomes = [_take(session, ledger, kept, asked, answer)]
            elif any(each.url for each in named):
                outcomes = [_ask(session, ledger, kept, asked, each) for each in named if each.url]
            else:
                raise WrongUse("no-address", name=answer)
    if session.as_json:
        session.write_json({"size": asked.size, "answers": outcomes})
    else:
        from api.render.witness import answers

        session.show(answers(outcomes, asked.size, session.t))
    return DONE if all(each["cosigned"] for each in outcomes) else NO


def cosignatures_of(ledger: "Ledger") -> "Cosignatures":
    """What is kept beside a ledger."""
    from ledger.cosignatures import Cosignatures

    return Cosignatures(ledger.place.beside)


def _seal(ledger: "Ledger", named: str | None) -> "Seal":
    from ledger.problems import Problem

    found = ledger.last_seal() if named is None else ledger.find_seal(named)
    if found is None:
        raise Problem("no-seal")
    return found


def _seals(ledger: "Ledger") -> list[tuple[int, str]]:
    return [(seal.size, seal.note) for seal in ledger.seals()]


def _seen(
    session: Session, ledger: "Ledger", kept: "Cosignatures", name: str | None, asked: "Seal"
) -> int:
    """The size of the last seal that a witness is known to have cosigned; the only one, if it is
    not named."""
    known = kept.witnesses()
    chosen = [each for each in known if name in (None, each.name)]
    if name is not None and not chosen:
        raise WrongUse("no-such-witness", name=name)
    if len({each.name for each in chosen}) > 1:
        raise WrongUse("which-witness", names=", ".join(dict.fromkeys(e.name for e in chosen)))
    seals = [seal for seal in _seals(ledger) if seal[0] <= asked.size]
    return max((kept.last_cosigned(each.key, seals) for each in chosen), default=0)


def _body(ledger: "Ledger", seal: "Seal", old: int) -> str:
    """What is asked of a witness that saw `old` entries."""
    from ledger.add_checkpoint import AddCheckpoint
    from ledger.tree import consistency_proof

    proof = consistency_proof(ledger.tree(), old, seal.size)
    return AddCheckpoint(old, tuple(proof), seal.note).body


def _take(
    session: Session, ledger: "Ledger", kept: "Cosignatures", asked: "Seal", file: str
) -> dict[str, Any]:
    """An answer that came as a file."""
    from api.files import bytes_of
    from ledger.add_checkpoint import MOST_BYTES, size_line
    from ledger.problems import Unreadable

    data = bytes_of(session, file, MOST_BYTES + 1)
    latest = size_line(data[:32].decode("ascii", "replace"))
    if latest is not None:
        raise WrongUse("ask-from", file=file, size=latest)
    try:
        return _outcome(file, kept.collect(data, asked.size, _seals(ledger)))
    except Unreadable as error:
        raise WrongUse("not-an-answer", file=file, why=session.t.why(error.why)) from None


def _ask(
    session: Session, ledger: "Ledger", kept: "Cosignatures", asked: "Seal", witness: "WitnessKey"
) -> dict[str, Any]:
    """A witness asked over HTTP; asked again from the size that it names, if it names another."""
    from api.witness_client import NoAnswer, ask
    from ledger.problems import Refused, Unreadable

    seals = [seal for seal in _seals(ledger) if seal[0] <= asked.size]
    known = kept.last_cosigned(witness.key, seals)

    def failed(why: str, **facts: Any) -> dict[str, Any]:
        said = session.t(f"collect.{why}", **facts)
        return {"witness": witness.name, "cosigned": [], "ignored": [], "failed": why, "why": said}

    assert witness.url is not None
    try:
        answer, start = ask(witness.url, lambda old: _body(ledger, asked, old), known, asked.size)
    except NoAnswer as error:
        return failed(error.why, url=witness.url, **error.facts)
    if start < known:
        session.note("witness-forgot", name=witness.name, known=known, size=start)
    try:
        return _outcome(witness.name, kept.collect(answer, asked.size, seals))
    except Unreadable as error:
        return failed("nonsense", url=witness.url, what=session.t.why(error.why))
    except Refused as error:
        what = session.t.of(error.violations[0].message)
        return failed("false", what=what)


def _outcome(source: str, collected: Any) -> dict[str, Any]:
    return {
        "witness": source,
        "cosigned": [*collected.new, *collected.before],
        "new": list(collected.new),
        "ignored": list(collected.ignored),
        "failed": None if collected.new or collected.before else "unknown",
        "why": None,
    }



COMMANDS = {"add": add, "list": list_, "request": request, "collect": collect}
