"""What the rule says, in words that an official understands: one sentence for each violation, in
each language.

Sentences are written here in English and Spanish; a charter's other languages are given the English
one.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.charter import Charter

if TYPE_CHECKING:
    from ledger.changes import Change, ChartedPlan
    from ledger.decision import Decision

WRITTEN = ("en", "es")

CODES: dict[str, tuple[str, str]] = {
    "level-too-low": (
        "{body} may not {do} {item}: this takes {required}, which {body} reports to, "
        "or a body above {required}.",
        "{body} no puede {do} {item}: esto le corresponde a {required}, de la cual depende {body}, "
        "o a un órgano superior.",
    ),
    "wrong-body": (
        "{body} may not {do} {item}: this takes {required}, or a body above it; {body} is neither.",
        "{body} no puede {do} {item}: esto le corresponde a {required} o a un órgano superior; "
        "{body} no es ninguno de ellos.",
    ),
    "agreement-missing": (
        "To {do} {item} takes the agreement of every member state. Missing: {members}.",
        "Para {do} {item} hace falta el acuerdo de todos los Estados miembros. Falta el de: {members}.",
    ),
    "objection": (
        "To {do} {item} takes consensus, and there is an objection by: {members}.",
        "Para {do} {item} hace falta consenso, y hay objeción de: {members}.",
    ),
    "too-few-agree": (
        "Too few member states agree to {do} {item}. Not agreeing: {members}.",
        "Son demasiado pocos los Estados miembros de acuerdo en {do} {item}. No están de acuerdo: {members}.",
    ),
    "docket-unsettled": (
        "{what} is not settled: {why} Adopt a decision on it at {meeting}, leave it out with a reason when its docket "
        "is cleared, or close the meeting with the reason why its docket is unsettled.",
        "{what} no está resuelto: {why} Adopte una decisión al respecto en {meeting}, déjelo fuera con un motivo al "
        "depurar su revisión del plan, o cierre la reunión con el motivo por el que queda sin resolver.",
    ),
    "item-unknown": (
        "There is no item {item} in the plan at this point.",
        "En este punto no existe en el plan ningún elemento {item}.",
    ),
    "item-exists": (
        "There is already an item {item} in the plan; a new one needs an id of its own.",
        "Ya existe en el plan un elemento {item}; uno nuevo necesita un identificador propio.",
    ),
    "parent-unknown": (
        "There is no section {about} in the plan at this point to put anything under.",
        "En este punto no existe en el plan una sección {about} donde ubicar algo.",
    ),
    "not-a-section": (
        "{about} is an activity, not a section: nothing can stand below it, and it has neither role nor steward.",
        "{about} es una actividad, no una sección: nada puede ubicarse debajo, y no tiene función ni encargado.",
    ),
    "cycle": (
        "{item} cannot be moved below itself.",
        "{item} no puede trasladarse debajo de sí mismo.",
    ),
    "change-unknown": (
        "{voids} is not an earlier change of {item} that can be rectified in this way.",
        "{voids} no es un cambio anterior de {item} que pueda rectificarse de este modo.",
    ),
    "already-void": (
        "{voids} has already been rectified: it counts no more.",
        "{voids} ya fue rectificado: ya no cuenta.",
    ),
    "not-adopted": (
        "{under} is not an adopted decision recorded before this one; nothing can stand under it.",
        "{under} no es una decisión adoptada y registrada antes de esta; nada puede apoyarse en ella.",
    ),
    "not-an-activity": (
        "{item} is a section; only an activity starts, takes place or is completed.",
        "{item} es una sección; solo una actividad se inicia, se celebra o se concluye.",
    ),
    "item-archived": (
        "{item} is in the archive; before anything else is done to it, it has to be reinstated.",
        "{item} está en el archivo; antes de cualquier otra cosa hay que restablecerlo.",
    ),
    "item-current": (
        "{item} is in the current plan; only what is in the archive can be reinstated.",
        "{item} está en el plan vigente; solo puede restablecerse lo que está en el archivo.",
    ),
    "children-current": (
        "{item} still has current items below it; they have to be settled first.",
        "{item} todavía tiene debajo elementos vigentes; primero hay que resolverlos.",
    ),
    "parent-archived": (
        "{about} is in the archive; nothing can be put or brought back below it.",
        "{about} está en el archivo; nada puede ubicarse ni restablecerse debajo.",
    ),
    "nothing-changes": (
        "This changes nothing: {item} already stands so.",
        "Esto no cambia nada: {item} ya está así.",
    ),
    "text-agreed": (
        "A translation cannot touch words that a body itself agreed, or stand where there are none: {item}. "
        "To change agreed words is to redefine them.",
        "Una traducción no puede tocar palabras que un órgano acordó, ni figurar donde no las hay: {item}. "
        "Cambiar palabras acordadas es redefinirlas.",
    ),
    "member-exists": (
        "{state} is a member on that day, or is to be one after it.",
        "{state} es miembro en esa fecha, o lo será después.",
    ),
    "member-unknown": (
        "{state} is not a member on that day.",
        "{state} no es miembro en esa fecha.",
    ),
    "charter-unsound": (
        "The rules of procedure so amended would contradict themselves: a body, a root, a language or a "
        "member that they name would be missing.",
        "Las reglas de procedimiento así enmendadas se contradirían: faltaría un órgano, una raíz, un idioma o "
        "un miembro que ellas mencionan.",
    ),
    "not-a-member": (
        "Only a member on the day of adoption takes a position. Not a member on {adopted_on}: {members}.",
        "Solo quien es miembro el día de la adopción toma posición. No era miembro el {adopted_on}: {members}.",
    ),
    "adopted-before-opening": (
        "Adopted on {adopted_on}, before its meeting opened on {opens_on}.",
        "Adoptada el {adopted_on}, antes de que se inaugurara su reunión el {opens_on}.",
    ),
    "adopted-after-close": (
        "Adopted on {adopted_on}, after its meeting closed on {closes_on}; this takes the written procedure.",
        "Adoptada el {adopted_on}, después de que su reunión concluyera el {closes_on}; "
        "para ello hace falta el procedimiento escrito.",
    ),
    "late-record-conflict": (
        "Recorded in its place of {adopted_on}, this decision would make unlawful what was agreed by: {conflicts}.",
        "Registrada en su lugar del {adopted_on}, esta decisión volvería ilícito lo acordado por: {conflicts}.",
    ),
    "differs": (
        "{what} was recorded before with other content: {path} was {before}, and is now {after}. "
        "What was recorded is not changed by recording it again.",
        "{what} ya se había registrado con otro contenido: {path} era {before} y ahora es {after}. "
        "Lo registrado no se cambia registrándolo de nuevo.",
    ),
    "contested": (
        "What is recorded as the position of {members} on {what} is contested by the delegation itself. The "
        "decision is adopted only when each has taken its own position, or withdrawn its contest.",
        "Lo registrado como posición de {members} sobre {what} está impugnado por la propia delegación. La "
        "decisión se adopta solo cuando cada una haya tomado su propia posición o retirado su impugnación.",
    ),
    "not-their-own": (
        "Only the delegation of {members} itself says what it says of {what}; this was recorded by {by}.",
        "Solo la propia delegación de {members} dice lo que dice de {what}; esto lo registró {by}.",
    ),
    "not-two-persons": (
        "{what} entered the plan without two persons behind it, one who submits and one who confirms: {why}.",
        "{what} entró en el plan sin dos personas detrás, una que somete y otra que confirma: {why}.",
    ),
    "unauthorised": (
        "{what} is in the log without a decision that made it so: {why}.",
        "{what} figura en el registro sin una decisión que lo haya dispuesto: {why}.",
    ),
    "log-damaged": (
        "The log is damaged at entry {entry}: {why}.",
        "El registro está dañado en el asiento {entry}: {why}.",
    ),
    "source-missing": (
        "The signed original of {records} is no longer at {path}. The log still proves which file it was: "
        "the one whose SHA-256 is {sha256}.",
        "El original firmado de {records} ya no está en {path}. El registro sigue probando qué archivo era: "
        "aquel cuyo SHA-256 es {sha256}.",
    ),
    "source-altered": (
        "What is at {path} is not the signed original of {records}, or cannot be read. The log still proves which "
        "file that was: the one whose SHA-256 is {sha256}.",
        "Lo que hay en {path} no es el original firmado de {records}, o no se puede leer. El registro sigue probando "
        "qué archivo era: aquel cuyo SHA-256 es {sha256}.",
    ),
    "seal-broken": (
        "The seal at entry {entry} does not hold: {why}.",
        "El sello del asiento {entry} no se sostiene: {why}.",
    ),
    "key-broken": (
        "The change of the ledger's key at entry {entry} does not hold: {why}.",
        "El cambio de clave del libro en el asiento {entry} no se sostiene: {why}.",
    ),
    "bundle-altered": (
        "{name} is not as it was exported: {why}.",
        "{name} no está como se exportó: {why}.",
    ),
    "register-differs": (
        "register.yaml, which people read, is not what the entries say: {why}.",
        "register.yaml, que leen las personas, no es lo que dicen los asientos: {why}.",
    ),
    "not-the-sealed": (
        "This is not what the seal over {size} entries was made of: {why}.",
        "Esto no es lo que se selló con {size} asientos: {why}.",
    ),
    "position-signature": (
        "{what} does not count: {why}.",
        "{what} no cuenta: {why}.",
    ),
    "views-differ": (
        "The tables that people read differ from the log: {why}. `rcm-ledger rebuild` makes them anew from the log.",
        "Las tablas que se consultan difieren del registro: {why}. `rcm-ledger rebuild` las rehace a partir del registro.",
    ),
}
"""Every violation code with its sentence, in English and in Spanish."""

DO: dict[str, tuple[str, str]] = {
    "approve": ("approve", "aprobar"),
    "redefine": ("redefine", "redefinir"),
    "move": ("move", "trasladar"),
    "discontinue": ("discontinue", "dar por terminado"),
    "translate": ("translate", "traducir"),
    "start": ("start", "iniciar"),
    "record-occurrence": ("record an occurrence of", "registrar una celebración de"),
    "complete": ("complete", "concluir"),
    "reinstate": ("reinstate", "restablecer"),
    "rectify": ("rectify", "rectificar"),
    "admit-member": ("admit", "admitir a"),
    "withdraw-member": ("withdraw", "retirar a"),
    "amend-charter": ("amend", "enmendar"),
    "decision": ("decide", "decidir"),
}
MONTHS = (
    ("January", "February", "March", "April", "May", "June",
     "July", "August", "September", "October", "November", "December"),
    ("enero", "febrero", "marzo", "abril", "mayo", "junio",
     "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)  # fmt: skip
RULES = ("the rules of procedure", "las reglas de procedimiento")


def text_in(text: Mapping[str, str] | None, language: str) -> str | None:
    """A text in a language, else in English, else in whatever language there is."""
    if not text:
        return None
    return text.get(language) or text.get("en") or next(iter(text.values()))


def fill(code: str, **facts: str | tuple[str, str]) -> dict[str, str]:
    """A code's sentence in English and Spanish; a fact that differs by language is a pair."""
    return {
        language: CODES[code][n].format(
            **{name: fact if isinstance(fact, str) else fact[n] for name, fact in facts.items()}
        )
        for n, language in enumerate(WRITTEN)
    }


def body_name(body: str, charter: Charter, language: str) -> str:
    found = charter.bodies.get(body)
    return (text_in(found.name, language) if found else None) or body


def member_name(member: str, charter: Charter, language: str) -> str:
    """`Belize (BZ)`; the code alone where the charter has no name for it."""
    found = charter.members.get(member) or charter.observers.get(member)
    name = text_in(found.name, language) if found else None
    return f"{name} ({member})" if name and name != member else member


def item_name(item: str, plan: "ChartedPlan", language: str) -> str:
    """`“Human Rights” (hr)`; the id alone where there is no title."""
    found = plan.get(item)
    title = text_in(found.terms.title, language) if found else None
    return f"{quoted(title, language)} ({item})" if title else quoted(item, language)


def quoted(text: str, language: str) -> str:
    """In the quotation marks of a language."""
    return f"«{text}»" if language == "es" else f"“{text}”"


def day_in(day: date, language: str) -> str:
    """A day as people write it: `5 May 2006`, `5 de mayo de 2006`."""
    month = MONTHS[WRITTEN.index(language)][day.month - 1]
    of = " de " if language == "es" else " "
    return f"{day.day}{of}{month}{of}{day.year}"


def said_day(day: date) -> tuple[str, str]:
    """A day as a fact of a sentence, by language."""
    return day_in(day, "en"), day_in(day, "es")


def sentence(
    code: str,
    change: "Change",
    decision: "Decision",
    plan: "ChartedPlan",
    charter: Charter,
    item: str | None,
    members: Sequence[str],
    body: str | None,
    conflicts: Sequence[str] = (),
    about: str | None = None,
) -> dict[str, str]:
    """The sentence for a violation, by language: one for each of the charter's."""
    written: dict[str, str] = {}
    for n, language in enumerate(WRITTEN):
        instead = getattr(change, "instead", None)
        facts = {
            "body": body_name(decision.body, charter, language),
            "required": body_name(body or "", charter, language),
            "do": DO[change.kind_name][n],
            "item": RULES[n] if item is None else item_name(item, plan, language),
            "about": "" if about is None else item_name(about, plan, language),
            "members": ", ".join(member_name(m, charter, language) for m in members),
            "voids": getattr(change, "voids", ""),
            "under": (instead.under or "") if instead else "",
            "state": member_name(getattr(change, "member", ""), charter, language),
            "adopted_on": day_in(decision.adopted_on, language),
            "opens_on": day_in(decision.opens_on, language),
            "closes_on": day_in(decision.closes_on, language),
            "conflicts": ", ".join(conflicts),
        }
        written[language] = CODES[code][n].format(**facts)
    return {
        **written,
        **{other: written["en"] for other in charter.languages if other not in written},
    }
