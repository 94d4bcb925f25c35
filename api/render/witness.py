"""What a witness knows, and what a ledger's witnesses said."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from api.render.layout import bullet, facts, heading
from api.session import shown
from api.texts import Texts


def witness_status(document: Mapping[str, Any], t: Texts) -> RenderableType:
    lines: list[RenderableType] = [
        Text(t("witness-status", name=document["witness"]), "bold"),
        facts([(t("witness-key"), document["key"]), (t("witness-folder"), document["folder"])]),
    ]
    if not document["ledgers"]:
        lines.append(Text(t("witness-watches-nothing"), "dim"))
    for ledger in document["ledgers"]:
        lines.append(heading(shown(ledger["origin"])))
        if ledger["size"] is None:
            said = t("witness-saw-nothing")
        else:
            size, at = t.number(ledger["size"]), ledger["cosigned_at"]
            said = t("witness-saw", size=size, at=at)
        lines.append(bullet("●", said))
        lines.append(facts([(t("witness-root"), ledger["root"]), (t("keys"), "\n".join(ledger["keys"]))]))
    lines += _forks(document["forks"], t)
    return Group(*lines)


def _forks(files: Sequence[str], t: Texts) -> Iterator[RenderableType]:
    if files:
        yield heading(t("witness-forks"))
        for file in files:
            yield bullet("✗", shown(file), style="red")


def witnesses_asked(
    documents: Sequence[Mapping[str, Any]], last: int | None, t: Texts
) -> RenderableType:
    if not documents:
        return Text(t("no-witnesses"))
    lines: list[RenderableType] = []
    for each in documents:
        size = each["cosigned"]
        if not size:
            said = t("witness-cosigned-nothing")
        elif size == last:
            said = t("witness-cosigned-last", size=t.number(size))
        else:
            said = t("witness-cosigned", size=t.number(size))
        lines.append(
            bullet(
                "✓" if size and size == last else "○",
                Text.assemble((each["witness"], "bold"), f": {said}"),
                style="green",
                indent=0,
            )
        )
        lines.append(facts([(t("witness-key"), each["key"]), (t("address"), each["url"])]))
    return Group(*lines)


def answers(outcomes: Sequence[Mapping[str, Any]], size: int, t: Texts) -> RenderableType:
    lines: list[RenderableType] = []
    for each in outcomes:
        if each["cosigned"]:
            names = t.listed(each["cosigned"])
            key = "collected" if each["new"] else "collected-before"
            lines.append(bullet("✓", t(key, names=names, size=t.number(size)), style="green", indent=0))
        else:
            why = each["why"] or t("collect.unknown")
            lines.append(bullet("✗", f"{each['witness']}: {shown(why)}", style="red", indent=0))
        if each["ignored"]:
            names = t.listed([shown(name) for name in each["ignored"]])
            lines.append(bullet("○", t("collect-ignored", names=names)))
    return Group(*lines)
