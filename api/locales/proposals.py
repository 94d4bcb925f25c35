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
}
