"""Why a witness does not cosign: the codes, each with its sentence in both languages."""

from pathlib import Path
from typing import Literal

Code = Literal[
    "not-a-request",
    "origin-unknown",
    "not-signed",
    "old-above-new",
    "other-size",
    "not-consistent",
    "fork",
]

REFUSALS: dict[Code, tuple[str, str]] = {
    "not-a-request": (
        "This is no request for a cosignature: {why}.",
        "Esto no es una solicitud de cofirma: {why}.",
    ),
    "origin-unknown": (
        "This witness knows no ledger “{origin}”; `rcm-ledger witness trust VKEY` makes one known to it.",
        "Este testigo no conoce ningún libro «{origin}»; `rcm-ledger witness trust VKEY` se lo da a conocer.",
    ),
    "not-signed": (
        "No key that this witness trusts for {origin} has signed this checkpoint rightly. If the ledger has a new "
        "key, ask for it in person, then `rcm-ledger witness trust VKEY`.",
        "Ninguna clave en que este testigo confía para {origin} ha firmado debidamente este sello. Si el libro tiene "
        "una clave nueva, pídala en persona; luego, `rcm-ledger witness trust VKEY`.",
    ),
    "old-above-new": (
        "The proof starts from {old} entries, and the checkpoint has only {size}.",
        "La prueba parte de {old} asientos, y el sello solo tiene {size}.",
    ),
    "other-size": (
        "The proof starts from {old} entries; the last checkpoint that this witness cosigned has {latest}. Ask again "
        "with a proof from there: `rcm-ledger witness request --from {latest}`.",
        "La prueba parte de {old} asientos; el último sello que este testigo cofirmó tiene {latest}. Vuelva a "
        "solicitarlo con una prueba desde ahí: `rcm-ledger witness request --from {latest}`.",
    ),
    "not-consistent": (
        "NOT COSIGNED: nothing shows that the seal of {size} entries contains the one of {latest} that this witness "
        "cosigned ({why}). The request was damaged on its way, or the ledger was rewritten.{kept} Ask the Secretariat "
        "for another proof; if none comes, show this to the other delegations.",
        "NO SE COFIRMA: nada muestra que el sello de {size} asientos contenga el de {latest} que este testigo cofirmó "
        "({why}). La solicitud se dañó en el camino, o el libro fue reescrito.{kept} Pida otra prueba a la Secretaría; "
        "si no llega, muestre esto a las demás delegaciones.",
    ),
    "fork": (
        "NOT COSIGNED: THE LEDGER WAS REWRITTEN OR SPLIT. Its key has signed two different records of the first "
        "{latest} entries: one that this witness cosigned, and this one.{kept} Show it to the other delegations: the "
        "two signed notes prove it.",
        "NO SE COFIRMA: EL LIBRO FUE REESCRITO O BIFURCADO. Su clave firmó dos versiones distintas de los primeros "
        "{latest} asientos: la que este testigo cofirmó, y esta.{kept} Muéstrelo a las demás delegaciones: las dos "
        "notas firmadas lo prueban.",
    ),
}
KEPT = (" Both are kept in {file}.", " Ambos quedan en {file}.")


class NotCosigned(Exception):
    """The witness does not cosign.

    Attributes:
        code: why, one of `REFUSALS`.
        message: a sentence by language.
        latest: the size of the last checkpoint that it cosigned, with `other-size`.
        origin: the ledger that the request is about, where that much could be read.
        evidence: the file in which both notes are kept.
    """

    def __init__(
        self,
        code: Code,
        *,
        origin: str = "",
        latest: int | None = None,
        evidence: Path | None = None,
        **facts: object,
    ):
        self.code: Code = code
        self.origin, self.latest, self.evidence = origin, latest, evidence
        facts |= {"origin": origin, "latest": latest}
        kept = ("", "") if evidence is None else tuple(k.format(file=evidence) for k in KEPT)
        facts["kept"] = kept
        self.message = {
            language: REFUSALS[code][n].format(
                **{k: v[n] if isinstance(v, tuple) else v for k, v in facts.items()}
            )
            for n, language in enumerate(("en", "es"))
        }
        super().__init__(self.message["en"])


