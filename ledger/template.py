"""A register for the next meeting, to fill in: an example of every form, explained line by line.

What explains begins with `##`, what exemplifies with `#`. An editor's "uncomment" on any of its
lines therefore gives a register that reads: the example's lines become its content, and the
explanations stay comments.
"""

from collections.abc import Mapping
from textwrap import wrap
from typing import get_args

from ledger.charter import OFFICES, Charter, shipped_charters
from ledger.plan import Form, Role
from ledger.sentences import WRITTEN, text_in
from ledger.workbook_words import CLEARED, WORDS, said

EXAMPLE_DAYS = ("2027-03-11", "2027-03-12", "2027-03-19")
"""On which the example's meeting opens, closes, and has its record closed."""

_BY: dict[str, tuple[str, str]] = {
    "approving": (
        "the body that approved the item, or one above it",
        "el órgano que aprobó el elemento, o uno superior",
    ),
    "steward": (
        "the steward of the section, or a body above it",
        "el encargado de la sección, o un órgano superior",
    ),
}
_AGREEMENT: dict[str, tuple[str, str]] = {
    "unanimity": ("every member by name", "todos los miembros, por su nombre"),
    "consensus": (
        "nobody objects, and more than half agree",
        "nadie objeta, y más de la mitad está de acuerdo",
    ),
    "majority": ("more agree than object", "más de acuerdo que en contra"),
    "two-thirds": (
        "two thirds of those who agree or object",
        "dos tercios de quienes están de acuerdo u objetan",
    ),
}
_DOES: dict[str, tuple[str, str]] = {
    "approve": ("a new item", "un nuevo elemento"),
    "redefine": (
        "new terms, wholly or in part; null clears",
        "nuevos términos, en todo o en parte; null borra",
    ),
    "move": ("another section; null is the plan's root", "otra sección; null es la raíz del plan"),
    "discontinue": ("no longer applicable: to the archive", "ya no procede: al archivo"),
    "translate": (
        "a translation, of words that are agreed",
        "una traducción, de palabras acordadas",
    ),
    "start": ("an activity begins", "una actividad se inicia"),
    "record-occurrence": ("an activity took place", "una actividad se celebró"),
    "complete": ("an activity is done: to the archive", "una actividad está cumplida: al archivo"),
    "reinstate": (
        "back from the archive; takes what archiving it took",
        "de vuelta del archivo; requiere lo que requirió archivarlo",
    ),
    "rectify": (
        "an earlier change was recorded by mistake; takes what that change takes",
        "un cambio anterior se registró por error; requiere lo que requiere ese cambio",
    ),
}
_TEXTS: dict[str, tuple[str, str]] = {
    "head": (
        """A register for the next meeting, under the rules of procedure of: {title}.
How to use it: take the first # off the lines that you need, write what was decided in
place of the example, and delete the rest. Lines with ## explain; they can stay.
Then ask whether it could be recorded, and record it:
  rcm-ledger import THIS-FILE --dry-run
  rcm-ledger import THIS-FILE
Days are written YYYY-MM-DD. An id once given is for ever: a-z, 0-9, dot and hyphen.""",
        """Un registro para la próxima reunión, según las reglas de procedimiento de: {title}.
Cómo se usa: quite el primer # de las líneas que necesite, escriba lo que se decidió en
lugar del ejemplo, y borre el resto. Las líneas con ## explican; pueden quedar.
Luego pregunte si podría registrarse, y regístrelo:
  rcm-ledger import ESTE-ARCHIVO --dry-run
  rcm-ledger import ESTE-ARCHIVO
Las fechas se escriben AAAA-MM-DD. Un identificador es para siempre: a-z, 0-9, punto y guion.""",
    ),
    "language": (
        "the language of texts that name none: `title: Training`; else {{{both}}}",
        "el idioma de los textos que no lo indican: `title: Capacitación`; si no, {{{both}}}",
    ),
    "basis": (
        "how it is known who agreed: recorded (by the Secretariat), own-account, presumed",
        "cómo consta quién estuvo de acuerdo: recorded (por la Secretaría), own-account, presumed",
    ),
    "bodies": ("The bodies:", "Los órganos:"),
    "members": ("The members:", "Los miembros:"),
    "changes": (
        "The kinds of change, and what each takes:",
        "Los tipos de cambio, y lo que requiere cada uno:",
    ),
    "number": ("leave out what there is not", "omita lo que no exista"),
    "host": ("if it is not the presidency", "si no es la presidencia"),
    "present": ("all, or a list: [{some}]", "all, o una lista: [{some}]"),
    "closed": (
        "the day on which its record was complete",
        "la fecha en que su acta quedó completa",
    ),
    "unsettled": (
        "why its review of the plan was left unsettled; else leave it out",
        "por qué su revisión del plan quedó sin resolver; si no, omítalo",
    ),
    "cleared": (
        "cleared: is what `rcm-ledger docket MEETING -o FILE` writes; let it stand",
        "cleared: es lo que escribe `rcm-ledger docket REUNION -o ARCHIVO`; déjelo",
    ),
    "source": ("where this record comes from", "de dónde proviene este registro"),
    "adopted_on": (
        "the default is the meeting's last day",
        "por omisión, la última fecha de la reunión",
    ),
    "procedure": (
        "or written, after the meeting's close",
        "o written, tras la clausura de la reunión",
    ),
    "agreed": (
        "all members, present: those present, or a list",
        "all: todos los miembros; present: los presentes; o una lista",
    ),
    "positions": (
        "Who did not simply agree, and who made a statement. stance: agree, reserve, "
        "object,\nabstain. except: items that the member does not agree to. Silence is no "
        "agreement.",
        "Quien no estuvo simplemente de acuerdo, y quien hizo una declaración. stance: "
        "agree,\nreserve, object, abstain. except: elementos con que no está de acuerdo. El "
        "silencio no es acuerdo.",
    ),
    "status": (
        "adopted is the default; or tabled, declined, withdrawn",
        "adopted por omisión; o tabled, declined, withdrawn",
    ),
    "charter-changes": (
        "admit-member, withdraw-member, amend-charter: of the rules of procedure\n  ({root}; "
        "every member by name)",
        "admit-member, withdraw-member, amend-charter: de las reglas de procedimiento\n  ({root}; "
        "todos los miembros, por su nombre)",
    ),
    "kind": ("or activity, which is the default", "o activity, que es lo usual"),
    "parent": ("the section; null is the plan's root", "la sección; null es la raíz del plan"),
    "role": ("{roles}", "{roles}"),
    "steward": (
        "only if another body looks after what stands in it",
        "solo si otro órgano se encarga de lo que contiene",
    ),
    "form": ("{forms}", "{forms}"),
    "lead": ("members, {offices}, a body{observers}", "miembros, {offices}, un órgano{observers}"),
    "timeline": (
        "or {{by: day}}, {{from: day, to: day}}, {{standing: body}}, open",
        "o {{by: fecha}}, {{from: fecha, to: fecha}}, {{standing: órgano}}, open",
    ),
    "proposals": (
        "Proposals, as they were submitted; they change nothing.",
        "Propuestas, como se presentaron; no cambian nada.",
    ),
    "reports": (
        "Progress reports: completed, on-track or delayed; they change nothing.",
        "Informes de avance: completed, on-track o delayed; no cambian nada.",
    ),
}
_EXAMPLE: dict[str, tuple[str, str]] = {
    "meeting": ("The next meeting", "La próxima reunión"),
    "place": ("City, Country", "Ciudad, País"),
    "source": ("the minutes, page 3", "el acta, página 3"),
    "unsettled": ("Taken up at the next meeting.", "Se retoma en la próxima reunión."),
    "decision": ("Take up training.", "Emprender la capacitación."),
    "second": ("Settle what is done.", "Cerrar lo cumplido."),
    "statement": ("With pleasure.", "Con mucho gusto."),
    "section": ("Example section", "Sección de ejemplo"),
    "title": ("Example workshop", "Taller de ejemplo"),
    "action": ("Hold a workshop every year.", "Celebrar un taller cada año."),
    "new-action": ("Hold a workshop every two years.", "Celebrar un taller cada dos años."),
    "study": ("Example study", "Estudio de ejemplo"),
    "outcome": ("The study was published.", "El estudio se publicó."),
    "reason": ("No longer applicable.", "Ya no procede."),
    "mistake": ("Recorded by mistake.", "Registrado por error."),
    "proposal": ("What is proposed.", "Lo que se propone."),
    "comment": ("Could be a sub-item.", "Podría ser un subtema."),
}


def template(charter: Charter, language: str) -> str:
    """A commented register for the next meeting of a charter's root body.

    Args:
        language: of the explanations, `en` or `es`; of the example's texts, if the charter has it.
    """
    return "\n".join(_Template(charter, language).lines()) + "\n"


def explained(
    charter: Charter, language: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who there is, and what each kind of change takes: under each heading words and their meaning."""
    of = _Template(charter, language)
    bodies = [(id, text_in(body.name, language) or id) for id, body in charter.bodies.items()]
    members = [(id, text_in(charter.members[id].name, language) or id) for id in of.members]
    takes = {kind: of.takes(kind).replace("null", CLEARED) for kind in _DOES}
    kinds = [(said(WORDS["kind"], kind, language), what) for kind, what in takes.items()]
    return [
        (of.say("bodies"), bodies),
        (of.say("members"), members),
        (of.say("changes"), kinds),
    ]


def uncommented(text: str) -> str:
    """A template with the comment marks of its example taken off."""
    lines = []
    for line in text.splitlines():
        bare = line.lstrip()
        at = len(line) - len(bare)
        lines.append(line[:at] + bare[1:].removeprefix(" ") if bare.startswith("# ") else line)
    return "\n".join(lines) + "\n"


class _Template:
    def __init__(self, charter: Charter, language: str):
        self.charter = charter
        self.n = WRITTEN.index(language) if language in WRITTEN else 0
        self.language = WRITTEN[self.n]
        self.own = language if language in charter.languages else charter.languages[0]
        self.members = sorted(m for m, member in charter.members.items() if member.until is None)

    def say(self, key: str, **facts: str) -> str:
        return _TEXTS[key][self.n].format(**facts)

    def text(self, key: str) -> str:
        """A text of the example, in the register's own language where it is written here."""
        n = WRITTEN.index(self.own) if self.own in WRITTEN else self.n
        return _EXAMPLE[key][n]

    def named(self, names: Mapping[str, Mapping[str, str]]) -> str:
        return ", ".join(f"{id} ({text_in(name, self.language)})" for id, name in names.items())

    def takes(self, kind: str) -> str:
        if kind in ("reinstate", "rectify"):
            return _DOES[kind][self.n]
        rule = self.charter.rule_for(kind)
        return (
            f"{_DOES[kind][self.n]} ({_BY[rule.by][self.n]}; {_AGREEMENT[rule.agreement][self.n]})"
        )

    def lines(self) -> list[str]:
        charter = self.charter
        title = text_in(charter.title, self.language) or charter.charter
        both = ", ".join(f"{language}: …" for language in charter.languages)
        lines = [
            f"## {line}".rstrip()
            for line in [*self.say("head", title=title).split("\n"), "", *self._reference()]
        ]
        lines.append("register: 1")
        if charter.charter in shipped_charters():
            lines.append(f"charter: {charter.charter}")
        lines += [
            f"language: {self.own}    ## {self.say('language', both=both)}",
            f"basis: recorded    ## {self.say('basis')}",
            "meetings:",
        ]
        for line in self._example():
            # Nothing is to be taken off an explanation: it stays one.
            lines.append(line if line.lstrip().startswith("##") else f"# {line}")
        return lines

    def _reference(self) -> list[str]:
        """Who there is, and what each kind of change takes."""
        charter = self.charter
        root_name = text_in(charter.bodies[charter.root].name, self.language) or charter.root
        members = wrap(self.named({id: charter.members[id].name for id in self.members}), 92)
        return [
            self.say("bodies"),
            *(
                f"  {id}: {text_in(body.name, self.language)}"
                for id, body in charter.bodies.items()
            ),
            self.say("members"),
            *(f"  {line}" for line in members),
            self.say("changes"),
            *(
                f"  {line}"
                for kind in _DOES
                for line in wrap(f"{kind}: {self.takes(kind)}", 92, subsequent_indent="  ")
            ),
            *(f"  {line}" for line in self.say("charter-changes", root=root_name).split("\n")),
        ]

    def _example(self) -> list[str]:
        charter, say, text = self.charter, self.say, self.text
        root, opens_on, closes_on, closed = charter.root, *EXAMPLE_DAYS
        first, *others = self.members
        some = ", ".join(self.members[:2])
        observers = "".join(f", {id}" for id in charter.observers)
        roles, forms = ", ".join(get_args(Role)), ", ".join(get_args(Form))
        lines = [
            "  - id: next-meeting",
            f"    body: {root}",
            f"    number: 99    ## {say('number')}",
            f"    title: {{{self.own}: {_quoted(text('meeting'))}}}",
            f"    opens_on: {opens_on}",
            f"    closes_on: {closes_on}",
            f"    place: {_quoted(text('place'))}",
            f"    presidency: {_quoted(first)}",
            f"    host: {_quoted(others[0] if others else first)}    ## {say('host')}",
            f"    present: all    ## {say('present', some=some)}",
            f"    closed: {closed}    ## {say('closed')}",
            f"    unsettled: {_quoted(text('unsettled'))}    ## {say('unsettled')}",
            f"    ## {say('cleared')}",
            f"    source: {_quoted(text('source'))}    ## {say('source')}",
            "    decisions:",
            "      - id: next-meeting-d1",
            '        number: "1"',
            f"        text: {_quoted(text('decision'))}",
            f"        adopted_on: {closes_on}    ## {say('adopted_on')}",
            f"        procedure: plenary    ## {say('procedure')}",
            f"        agreed: all    ## {say('agreed')}",
            *(f"        ## {line}" for line in say("positions").split("\n")),
            "        positions:",
            f"          {_quoted(first)}: {{stance: agree, basis: own-account, statement: {_quoted(text('statement'))}}}",
            f"        status: adopted    ## {say('status')}",
            "        changes:",
            "          - approve:",
            "              item: example-section",
            f"              kind: section    ## {say('kind')}",
            f"              parent: null    ## {say('parent')}",
            f"              role: sub-item    ## {say('role', roles=roles)}",
            f"              steward: {root}    ## {say('steward')}",
            f"              terms: {{title: {_quoted(text('section'))}}}",
            "          - approve:",
            "              item: example-workshop",
            "              parent: example-section",
            "              terms:",
            f"                title: {_quoted(text('title'))}",
            f"                action: {_quoted(text('action'))}",
            f"                form: workshop    ## {say('form', forms=forms)}",
            f"                lead: [{_quoted(first)}, TS]    ## {say('lead', offices=', '.join(OFFICES), observers=observers)}",
            f"                timeline: {{every: 12, at_most: 36}}    ## {say('timeline')}",
            "          - approve:",
            "              item: example-study",
            "              parent: example-section",
            f"              terms: {{title: {_quoted(text('study'))}, form: study, timeline: open}}",
            "          - start: {item: example-study}",
            "      - id: next-meeting-d2",
            '        number: "2"',
            f"        text: {_quoted(text('second'))}",
            "        agreed: all",
            "        changes:",
            f"          - redefine: {{item: example-workshop, terms: {{action: {_quoted(text('new-action'))}, timeline: {{every: 24}}}}}}",
            "          - move: {item: example-workshop, parent: null}",
            f"          - record-occurrence: {{item: example-workshop, on: {opens_on}}}",
        ]
        other = next((language for language in charter.languages if language != self.own), None)
        if other is not None:
            n = WRITTEN.index(other) if other in WRITTEN else 0
            lines.append(
                f"          - translate: {{item: example-study, terms: {{title: {{{other}: {_quoted(_EXAMPLE['study'][n])}}}}}}}"
            )
        lines += [
            f"          - complete: {{item: example-study, outcome: {_quoted(text('outcome'))}}}",
            "          - reinstate: {item: example-study}",
            f"          - discontinue: {{item: example-study, reason: {_quoted(text('reason'))}}}",
            f'          - rectify: {{item: example-study, voids: "next-meeting-d1#4", reason: {_quoted(text("mistake"))}}}',
            f"## {say('proposals')}",
            "proposals:",
            "  - id: next-proposal-1",
            f"    by: {_quoted(first)}",
            "    submitted_to: next-meeting",
            f"    text: {_quoted(text('proposal'))}",
            "    placements: [{section: example-section, role: sub-item}]",
            f"    comments: [{{by: {_quoted(others[0] if others else first)}, on: {opens_on}, text: {_quoted(text('comment'))}}}]",
            f"## {say('reports')}",
            "reports:",
            f"  - {{item: example-workshop, by: TS, on: {closes_on}, says: on-track}}",
        ]
        return lines


def _quoted(text: str) -> str:
    """A text in YAML's double quotes, so that no character of it means anything."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
