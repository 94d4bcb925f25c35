"""Words of a decision and of a meeting's minutes as documents."""

TEXTS: dict[str, tuple[str, str]] = {
    "doc.minutes": ("Minutes: {meeting}", "Acta: {meeting}"),
    "doc.place": ("Place: {place}", "Lugar: {place}"),
    "doc.changes": ("What it changes in the plan", "Qué cambia en el plan"),
    "doc.changes-nothing": (
        "It changes nothing in the plan; it is kept.",
        "No cambia nada en el plan; se conserva.",
    ),
    "doc.not-adopted": ("Not adopted", "No adoptadas"),
    "doc.before-it": ("Proposals before it", "Propuestas que tuvo ante sí"),
    "doc.closing": ("Closing", "Cierre"),
    "doc.seal": ("Seal of the ledger", "Sello del libro"),
    "doc.no-seal": (
        "It has no seal yet: one is made when its record is closed.",
        "Aún no tiene sello: se hace al cerrar su acta.",
    ),
    "doc.keep": (
        "Each delegation keeps these lines; with them nobody can rewrite what stood in the ledger when "
        "the meeting was closed without being found out.",
        "Cada delegación conserva estas líneas; con ellas nadie puede reescribir lo que constaba en el "
        "libro al cerrarse la reunión sin que se descubra.",
    ),
    "doc.checkpoint": (
        "The same for programs (rcm-ledger verify --seal), letter for letter:",
        "Lo mismo para programas (rcm-ledger verify --seal), letra por letra:",
    ),
    "column.member": ("Member", "Miembro"),
    "column.position": ("Position", "Posición"),
    "column.basis": ("How it is known", "Cómo consta"),
    "column.statement": ("Statement", "Declaración"),
    "column.what": ("What", "Qué"),
    "column.value": ("Value", "Valor"),
}
