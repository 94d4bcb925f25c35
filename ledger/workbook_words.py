"""The words of a register's workbook, in English and in Spanish: its sheets, its columns, and what
stands in them. Any of them is read, in either language, and so are the register's own keys."""

import re
import unicodedata
from collections.abc import Mapping

Pair = tuple[str, str]
"""The same words in English and in Spanish."""

SHEETS: dict[str, Pair] = {
    "register": ("Register", "Registro"),
    "meetings": ("Meetings", "Reuniones"),
    "decisions": ("Decisions", "Decisiones"),
    "changes": ("Changes", "Cambios"),
    "positions": ("Positions", "Posiciones"),
    "items": ("Items", "Elementos"),
    "proposals": ("Proposals", "Propuestas"),
    "comments": ("Comments", "Comentarios"),
    "referrals": ("Referrals", "Remisiones"),
    "reports": ("Reports", "Informes"),
    "corrections": ("Corrections", "Correcciones"),
    "member_keys": ("Keys", "Claves"),
}
NOT_READ: dict[str, Pair] = {
    "explanation": ("Explanation", "Explicación"),
    "notes": ("Notes", "Notas"),
    "lists": ("Lists", "Listas"),
}
"""Sheets that say nothing of the record."""

HEADS: dict[str, Pair] = {
    "key": ("What", "Qué"),
    "value": ("Value", "Valor"),
    "id": ("Id", "Id"),
    "body": ("Body", "Órgano"),
    "number": ("Number", "Número"),
    "title": ("Title", "Título"),
    "opens_on": ("Opens on", "Comienza el"),
    "closes_on": ("Closes on", "Termina el"),
    "place": ("Place", "Lugar"),
    "host": ("Host", "Anfitrión"),
    "presidency": ("Presidency", "Presidencia"),
    "present": ("Present", "Presentes"),
    "closed": ("Record complete on", "Acta completa el"),
    "unsettled": ("Review left unsettled", "Revisión sin resolver"),
    "cleared": ("Review as cleared", "Revisión aprobada"),
    "source": ("Source", "Fuente"),
    "meeting": ("Meeting", "Reunión"),
    "text": ("Text", "Texto"),
    "adopted_on": ("Adopted on", "Adoptada el"),
    "procedure": ("Procedure", "Procedimiento"),
    "agreed": ("Agreed by", "Con el acuerdo de"),
    "recorded": ("Order of recording", "Orden de registro"),
    "recommended_by": ("Answers proposals", "Responde a propuestas"),
    "status": ("Status", "Estado"),
    "reason": ("Reason", "Motivo"),
    "decision": ("Decision", "Decisión"),
    "proposal": ("Proposal", "Propuesta"),
    "kind": ("Change", "Cambio"),
    "item": ("Item", "Elemento"),
    "item_kind": ("Section or activity", "Sección o actividad"),
    "parent": ("In section", "En la sección"),
    "action": ("Action", "Acción"),
    "lead": ("Lead", "Responsable"),
    "timeline": ("Timeline", "Plazo"),
    "form": ("Form", "Modalidad"),
    "role": ("Role", "Función"),
    "steward": ("Steward", "Encargado"),
    "replaces": ("Replaces", "Reemplaza"),
    "words": ("Outcome, reason or note", "Resultado, motivo o nota"),
    "on": ("Day", "Fecha"),
    "voids": ("Voids", "Anula"),
    "instead": ("Instead", "En su lugar"),
    "member": ("Member", "Miembro"),
    "name": ("Name", "Nombre"),
    "charter": ("Rules of procedure", "Reglas de procedimiento"),
    "stance": ("Position", "Posición"),
    "except": ("Except", "Excepto"),
    "statement": ("Statement", "Declaración"),
    "basis": ("How we know", "Cómo consta"),
    "signature": ("Signature", "Firma"),
    "contest": ("Contested because", "Impugnada porque"),
    "by": ("By", "De"),
    "submitted_to": ("Submitted to meeting", "Presentada a la reunión"),
    "placements": ("Could be placed", "Podría ubicarse"),
    "outcome": ("Outcome", "Resultado"),
    "adopted": ("Adopted by decisions", "Adoptada por decisiones"),
    "from": ("From body", "Del órgano"),
    "to": ("To body", "Al órgano"),
    "at": ("At meeting", "En la reunión"),
    "says": ("Says", "Dice"),
    "path": ("What was wrong", "Qué estaba mal"),
    "before": ("Before", "Antes"),
    "after": ("After", "Después"),
    "key_of": ("Key", "Clave"),
    "note": ("Note", "Nota"),
    "withdrawn": ("Withdrawn because", "Retirada porque"),
    "section": ("Section", "Sección"),
    "mark": ("Mark", "Marca"),
}

REGISTER_KEYS: dict[str, Pair] = {
    "register": ("Format", "Formato"),
    "charter": ("Rules of procedure", "Reglas de procedimiento"),
    "language": ("Language of texts without one", "Idioma de los textos que no lo indican"),
    "basis": ("How we know who agreed", "Cómo consta quién estuvo de acuerdo"),
}

WORDS: dict[str, dict[str, Pair]] = {
    "kind": {
        "approve": ("approve", "aprobar"),
        "redefine": ("redefine", "redefinir"),
        "move": ("move", "trasladar"),
        "discontinue": ("discontinue", "dar por terminado"),
        "translate": ("translate", "traducir"),
        "start": ("start", "iniciar"),
        "record-occurrence": ("record an occurrence", "registrar una celebración"),
        "complete": ("complete", "concluir"),
        "reinstate": ("reinstate", "restablecer"),
        "rectify": ("rectify", "rectificar"),
        "admit-member": ("admit a member", "admitir a un miembro"),
        "withdraw-member": ("withdraw a member", "retirar a un miembro"),
        "amend-charter": ("amend the rules of procedure", "enmendar las reglas de procedimiento"),
    },
    "item_kind": {"section": ("section", "sección"), "activity": ("activity", "actividad")},
    "role": {
        "line-of-action": ("line of action", "línea de acción"),
        "sub-item": ("sub-item", "subtema"),
        "annex": ("annex", "anexo"),
        "pillar": ("pillar", "pilar"),
        "informational": ("informational", "informativa"),
    },
    "form": {
        "workshop": ("workshop", "taller"),
        "seminar": ("seminar", "seminario"),
        "training": ("training", "capacitación"),
        "working-visit": ("working visit", "visita de trabajo"),
        "information-exchange": ("exchange of information", "intercambio de información"),
        "study": ("study", "estudio"),
        "working-group": ("working group", "grupo de trabajo"),
        "standing-agenda-item": ("standing agenda item", "punto permanente de agenda"),
        "follow-up": ("follow-up", "seguimiento"),
        "other": ("other", "otra"),
    },
    "procedure": {
        "plenary": ("in plenary", "en plenaria"),
        "written": ("by written procedure", "por procedimiento escrito"),
    },
    "status": {
        "tabled": ("tabled", "presentada"),
        "submitted": ("submitted, to be confirmed", "sometida, por confirmar"),
        "adopted": ("adopted", "adoptada"),
        "declined": ("declined", "rechazada"),
        "withdrawn": ("withdrawn", "retirada"),
    },
    "stance": {
        "agree": ("agrees", "de acuerdo"),
        "reserve": ("reserves its position", "reserva su posición"),
        "object": ("objects", "objeta"),
        "abstain": ("abstains", "se abstiene"),
    },
    "basis": {
        "signed": ("signed", "firmado"),
        "own-account": ("on its own account", "por cuenta propia"),
        "recorded": ("recorded by the Secretariat", "asentado por la Secretaría"),
        "presumed": ("presumed", "presunto"),
    },
    "item_status": {
        "pending": ("pending", "pendiente"),
        "ongoing": ("ongoing", "en curso"),
    },
    "says": {
        "completed": ("completed", "concluido"),
        "on-track": ("on track", "en marcha"),
        "delayed": ("delayed", "demorado"),
    },
    "outcome": {
        "adopted": ("adopted", "adoptada"),
        "declined": ("declined", "rechazada"),
        "withdrawn": ("withdrawn", "retirada"),
    },
    "all": {"all": ("all", "todos"), "present": ("present", "presentes")},
    "timeline": {"open": ("open", "abierto")},
}
"""For each kind of word its codes; the words are those that people are shown everywhere else."""

CLEARED = "—"
"""What stands in a cell that clears what there was; an empty cell leaves it alone."""
DASHES = frozenset({"—", "–", "-"})


def folded(said: str) -> str:
    """A word as it is compared: no accents, no capitals, one blank between its parts."""
    bare = unicodedata.normalize("NFKD", said.casefold())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\s_\-()]+", " ", letters).split())


def by_words(table: Mapping[str, Pair]) -> dict[str, str]:
    """The code of each word of a table, folded, and of each code itself."""
    return {folded(word): code for code, pair in table.items() for word in (code, *pair)}


def said(table: Mapping[str, Pair], code: str, language: str) -> str:
    """A code's word in a language; itself where there is none."""
    pair = table.get(code)
    return code if pair is None else pair[1 if language == "es" else 0]
