"""What a change would take, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.layout import bullet
from api.render.words import Words


def requires_view(
    document: Mapping[str, Any], words: Words, titles: Mapping[str, str]
) -> Iterator[RenderableType]:
    t = words.t
    id, kind = document["item"], document["kind"]
    name = t("root") if id is None else f"{words.quoted(titles[id])} ({id})" if id in titles else id
    if kind == "approve":
        yield Text(t("requires-title-approve", item=name), "bold")
    else:
        yield Text(t("requires-title", do=t.word("change", kind), item=name), "bold")
    if document["obstacles"]:
        yield Text(t("not-possible"), "red")
        for code in document["obstacles"]:
            yield bullet("✗", t.find(f"obstacle.{code}") or code, style="red")
    options = document["options"]
    for option in options:
        bodies = t("requires-or").join(words.body(body) for body in option["bodies"])
        agreement = t.word("agreement", option["agreement"])
        said = t("requires-one", body=bodies or t("requires-nobody"), agreement=agreement)
        if option.get("voids"):
            said = t("requires-voids", voids=option["voids"]) + said
        yield bullet("●", Text(said), style="green")
        asked = t(f"asks.{option['agreement']}", members=words.codes(option["members"]))
        yield Padding(Text(asked), (0, 0, 0, 4))
        yield Padding(Text(_ground(option.get("ground"), words), "dim"), (0, 0, 0, 4))


def _ground(ground: Mapping[str, Any] | None, words: Words) -> str:
    if not ground or not ground.get("reference"):
        return words.t("ground-charter")
    return words.t(
        "ground",
        reference=ground["reference"],
        body=words.body(ground["body"]),
        day=words.t.day(ground["adopted_on"]),
    )
