"""Sentences of what comes before a decision: proposals on their way, and reports of progress."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- recorded ---------------------------------------------------------------------------------
    "recorded-propose": (
        "Submitted: {id}, by {by} to {meeting}, as {entries}. It changes nothing until a decision is adopted.",
        "Presentada: {id}, por {by} a {meeting}, {entries}. No cambia nada mientras no se adopte una decisión.",
    ),
    "recorded-comment": (
        "Recorded: what {by} says of {id}, as {entries}.",
        "Registrado: lo que {by} dice de {id}, {entries}.",
    ),
    "recorded-refer": (
        "Referred: {id}, from {start} to {end}, as {entries}.",
        "Remitida: {id}, de {start} a {end}, {entries}.",
    ),
    "recorded-settle": (
        "Settled: {id}, {outcome}, as {entries}.",
        "Resuelta: {id}, {outcome}, {entries}.",
    ),
    "recorded-report": (
        "Kept: {by} on {id}, {says}, as {entries}. The plan stays as it is.",
        "Guardado: {by} sobre {id}, {says}, {entries}. El plan queda como está.",
    ),
    # --- shown ------------------------------------------------------------------------------------
    "head.way": ("Its way", "Su camino"),
    "head.decided": ("What was decided", "Qué se decidió"),
    "head.stands": ("In the plan today", "En el plan hoy"),
    "head.answers": ("Proposals that it answers", "Propuestas a las que responde"),
    "referral.open": ("not taken up yet", "aún no atendida"),
    "referral.tabled": ("a draft is tabled there", "hay allí un proyecto presentado"),
    "referral.advanced": ("taken up, and referred on", "atendida, y remitida a otro órgano"),
    "referral.decided": ("taken up, and decided there", "atendida, y decidida allí"),
    "referral.settled": ("settled elsewhere", "resuelta en otra parte"),
    "obstacle.item-exists": ("there is such an item already.", "ya existe tal elemento."),
    "obstacle.cycle": (
        "a section cannot stand in itself, or in what stands in it.",
        "una sección no puede ubicarse en sí misma, ni en lo que contiene.",
    ),
    "obstacle.not-adopted": (
        "the decision that it is to stand under is not adopted.",
        "la decisión en que ha de basarse no está adoptada.",
    ),
    "obstacle.member-exists": ("it is a member already.", "ya es miembro."),
    "obstacle.member-unknown": ("there is no such member.", "no existe tal miembro."),
    "waits-for": ("It waits for {body}.", "Espera a: {body}."),
    "stands-nowhere": (
        "Nothing in the plan rests on it.",
        "Nada en el plan se basa en ella.",
    ),
    "archived-by-change": ("archived by {reference}", "archivado por {reference}"),
    "one-outcome": (
        "What became of {proposal}? Say one of --adopted DECISION (once or more), --declined REASON and --withdrawn "
        "REASON; or a file with --file.",
        "¿Qué fue de {proposal}? Indique una de --adopted DECISIÓN (una o más veces), --declined MOTIVO y --withdrawn "
        "MOTIVO; o un archivo con --file.",
    ),
    # --- since a meeting --------------------------------------------------------------------------
    "output-needed": (
        "--both and --force are of a file: name it with -o.",
        "--both y --force son de un archivo: indíquelo con -o.",
    ),
    "since-title": ("What changed since {meeting}", "Qué cambió desde {meeting}"),
    "since-from": (
        "Since the plan of {day}, as it was known when that meeting was closed.",
        "Desde el plan del {day}, según se sabía cuando se cerró esa reunión.",
    ),
    "since-from-open": (
        "Since the plan of {day}; that meeting is not closed, so it is told from what is known of it now.",
        "Desde el plan del {day}; esa reunión no está cerrada, así que se cuenta desde lo que hoy se sabe de ella.",
    ),
    "since-concerns": ("What concerns {member}", "Qué le concierne a {member}"),
    "since-concerns-nothing": (
        "Nothing that it leads or proposed has changed, and no position of its is awaited.",
        "Nada de lo que tiene a su cargo o propuso ha cambiado, y no se espera ninguna posición suya.",
    ),
    "since-concern": ("{how}: {item}, {what}, by {by}", "{how}: {item}, {what}, por {by}"),
    "concern.leads": ("led by this member", "lo tiene a su cargo"),
    "concern.proposed": ("proposed by this member", "lo propuso"),
    "since-awaited": (
        "its position is awaited on {id} ({body}): {text}",
        "se espera su posición sobre {id} ({body}): {text}",
    ),
    "since-awaited-of": (
        "{id} ({body}): {text} Positions awaited: {members}.",
        "{id} ({body}): {text} Posiciones esperadas: {members}.",
    ),
    "since-awaited-none": (
        "{id} ({body}): {text} All positions are in.",
        "{id} ({body}): {text} Ya están todas las posiciones.",
    ),
    "since-changes": ("In the plan", "En el plan"),
    "since-decisions": ("Decisions", "Decisiones"),
    "since-no-decisions": ("None was adopted.", "No se adoptó ninguna."),
    "since-late": ("recorded since", "registrada desde entonces"),
    "since-drafts": ("On the table", "Sobre la mesa"),
    "since-submitted": ("submitted by {by}", "presentada por {by}"),
    # --- plan --if --------------------------------------------------------------------------------
    "if-is-now": (
        "--if is of the plan after everything recorded; leave --as-of, --before and --known-at out.",
        "--if es del plan después de todo lo registrado; omita --as-of, --before y --known-at.",
    ),
    "if-title": (
        "If these drafts passed, in this order, with everybody's agreement",
        "Si estos proyectos se adoptaran, en este orden, con el acuerdo de todos",
    ),
    "if-takes": ("takes {bodies}; {agreement}", "requiere: {bodies}; {agreement}"),
    "if-missing": (
        "agreement missing so far: {members}",
        "acuerdos que faltan hasta ahora: {members}",
    ),
    "if-more-of": (
        "more have to agree, of: {members}",
        "faltan acuerdos de entre: {members}",
    ),
    "if-objecting": ("so far against it: {members}", "hasta ahora en contra: {members}"),
    "if-lawful": (
        "It could be adopted with the positions that there are.",
        "Podría adoptarse con las posiciones que hay.",
    ),
    "if-lacks": (
        "It could be adopted, once those agree whose agreement is missing.",
        "Podría adoptarse cuando estén de acuerdo quienes faltan.",
    ),
    "if-impossible": (
        "It could not be adopted here, whoever agreed; it is left out below.",
        "No podría adoptarse aquí, con el acuerdo de quien fuera; abajo se deja fuera.",
    ),
    "if-changes": ("What would change", "Qué cambiaría"),
    "if-plan": ("The plan as it would stand", "El plan como quedaría"),
    "if-nothing-recorded": (
        "Nothing was recorded: the plan is as it was.",
        "No se registró nada: el plan está como estaba.",
    ),
}
