"""The words of the demonstration."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- the demonstration ------------------------------------------------------------------------
    "demo.intro": (
        "This is the Regional Conference on Migration's own record, as far as public sources show "
        "it, in a new ledger: {path}.",
        "Este es el registro de la propia Conferencia Regional sobre Migración, hasta donde lo "
        "muestran fuentes públicas, "
        "en un libro nuevo: {path}.",
    ),
    "demo.replaced": (
        "It takes the place of the ledger that an earlier demonstration left there.",
        "Reemplaza el libro que una demostración anterior dejó allí.",
    ),
    "demo.kept": (
        "Something was recorded on that since; so it is kept as {kept}.",
        "En él se registró algo desde entonces; por eso se conserva como {kept}.",
    ),
    "demo.recorded": (
        "Recorded and ruled: {meeting}, {decision}, {change}.",
        "Registrado y examinado: {meeting}, {decision}, {change}.",
    ),
    "demo.step-plan": (
        "What was the plan before the XII RCM (New Orleans, 2007), and after it?",
        "¿Cuál era el plan antes de la XII CRM (Nueva Orleans, 2007), y después?",
    ),
    "demo.before": ("Before:", "Antes:"),
    "demo.after": (
        "After it (new items are marked +):",
        "Después (los elementos nuevos llevan +):",
    ),
    "demo.step-try": (
        "May the technical group change what the vice-ministers agreed?",
        "¿Puede el grupo técnico cambiar lo que acordaron los viceministros?",
    ),
    "demo.try": (
        "The XII RCM approved the item “statistics” (its decision rcm-12-d2). At a meeting that "
        "never took place, the RCGM "
        "gives it a lead and a deadline. All eleven member states agree. Adopting it:",
        "La XII CRM aprobó el elemento «statistics» (su decisión rcm-12-d2). En una reunión que "
        "nunca se celebró, el GRCM le "
        "da responsable y plazo. Los once Estados miembros están de acuerdo. Al adoptarla:",
    ),
    "demo.meeting": (
        "A trial meeting of the demonstration; it never took place",
        "Reunión de ensayo de la demostración; nunca se celebró",
    ),
    "demo.decision": (
        "Give the statistics system a lead and a deadline.",
        "Dar responsable y plazo al sistema de estadísticas.",
    ),
    "demo.accounts": (
        "For trying it out there is one account for each office, all with the password {password}",
        "Para probarlo hay una cuenta por instancia, todas con la contraseña {password}",
    ),
    "demo.office": ("Office", "Instancia"),
    "demo.email": ("E-mail", "Correo"),
    "demo.second-factor": ("Second factor", "Segundo factor"),
    "demo.sign-in": (
        "Sign in with POST {url}/api/v1/sessions: email, password, and, where there is a second factor, the code that "
        "an authenticator makes of it. A program sends a token instead (Authorization: Bearer …): {tokens} has one "
        "for each office. When this is served again, all of them are made anew.",
        "Inicie sesión con POST {url}/api/v1/sessions: email, password y, donde hay segundo factor, el código (code) "
        "que un autenticador hace de él. Un programa envía en su lugar una credencial (Authorization: Bearer …): "
        "{tokens} tiene una por instancia. Cuando esto se sirva de nuevo, todas se crean otra vez.",
    ),
    "demo.step-requires": ("What would it take?", "¿Qué haría falta?"),
    "demo.step-history": (
        "By what right does an item say what it says?",
        "¿Con qué derecho dice un elemento lo que dice?",
    ),
    "demo.step-verify": ("Can it be proved?", "¿Se puede probar?"),
    "demo.step-proves": ("What this proves, and what it does not", "Qué prueba esto, y qué no"),
    "demo.proves": (
        "Every change in this plan rests on a decision of a body that could take it, with the "
        "agreement that it took; what "
        "did not was refused; and anyone can judge it all again.",
        "Cada cambio de este plan se basa en una decisión de un órgano que podía tomarla, con el "
        "acuerdo que requería; lo "
        "que no, se rechazó; y cualquiera puede volver a examinarlo todo.",
    ),
    "demo.proves-not-presumed": (
        "It does not prove that each state said yes. For most of this history no source names the "
        "states one by one: "
        "their agreement is presumed, and wherever it is shown it is marked so.",
        "No prueba que cada Estado dijo que sí. Para la mayor parte de esta historia ninguna "
        "fuente nombra a los Estados "
        "uno por uno: su acuerdo es presunto, y así se marca dondequiera que se muestre.",
    ),
    "demo.proves-not-words": (
        "No rule sees a redefinition that is hidden in the words of another item, or in a "
        "decision's bare text. People "
        "have to read.",
        "Ninguna regla ve una redefinición escondida en las palabras de otro elemento, o en el "
        "solo texto de una decisión. "
        "Hay que leer.",
    ),
    "demo.step-next": ("What to try next", "Qué probar ahora"),
}
