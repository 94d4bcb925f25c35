"""What a generated history is told in: states, bodies, titles, topics."""

FOUNDERS = ("BZ", "CA", "CR", "SV", "GT", "HN", "MX", "NI", "PA", "US")
JOINING = ("AR", "CL", "CO", "EC", "PE")
AT_OR_ABOVE = {
    "rcm": ("rcm",),
    "rcgm": ("rcgm", "rcm"),
    "lon-cp": ("lon-cp", "rcgm", "rcm"),
    "lon-ts": ("lon-ts", "rcgm", "rcm"),
}
TITLES = {
    "rcm": ("Regional Conference on Migration", "Conferencia Regional sobre Migración"),
    "rcgm": (
        "Regional Consultation Group on Migration",
        "Grupo Regional de Consulta sobre Migración",
    ),
    "lon-cp": ("Network for Consular Protection", "Red de Protección Consular"),
    "lon-ts": ("Network against Smuggling and Trafficking", "Red contra el Tráfico y la Trata"),
}
ROOTS = (
    (
        "mpm",
        "line-of-action",
        "rcgm",
        "Migration Policies and Management",
        "Políticas y Gestión Migratoria",
    ),
    ("hr", "line-of-action", "rcgm", "Human Rights", "Derechos Humanos"),
    ("dev", "line-of-action", "rcgm", "Migration and Development", "Migración y Desarrollo"),
    (
        "functioning",
        "informational",
        "rcgm",
        "Functioning of the Conference",
        "Funcionamiento de la Conferencia",
    ),
    (
        "workplan-lon-cp",
        "annex",
        "lon-cp",
        "Workplan, consular protection",
        "Plan de trabajo, protección consular",
    ),
    (
        "workplan-lon-ts",
        "annex",
        "lon-ts",
        "Workplan, smuggling and trafficking",
        "Plan de trabajo, tráfico y trata",
    ),
)
FORMS = {
    "workshop": ("Workshop on", "Taller sobre"),
    "seminar": ("Seminar on", "Seminario sobre"),
    "training": ("Training on", "Capacitación sobre"),
    "study": ("Study of", "Estudio sobre"),
    "information-exchange": ("Exchange on", "Intercambio sobre"),
    "follow-up": ("Follow-up on", "Seguimiento de"),
    "other": ("Action on", "Acción sobre"),
}
TOPICS = (
    ("travel document security", "seguridad de los documentos de viaje"),
    ("unaccompanied migrant children", "niños migrantes no acompañados"),
    ("migrant remittances", "remesas de migrantes"),
    ("consular protection of detained migrants", "protección consular de migrantes detenidos"),
    ("repatriation by land", "repatriación por vía terrestre"),
    ("migration statistics", "estadísticas migratorias"),
    ("temporary worker programmes", "programas de trabajadores temporales"),
    ("assistance to victims of trafficking", "asistencia a víctimas de la trata"),
    ("extra-regional migration flows", "flujos migratorios extrarregionales"),
)
ACTIONS = (
    ("Exchange experience and effective practices, and report to the next meeting.",
     "Intercambiar experiencias y prácticas eficaces, e informar a la próxima reunión."),
    ("Keep regional knowledge of standards and security features current.",
     "Mantener al día el conocimiento regional de normas y elementos de seguridad."),
    ("Hold a technical meeting of the parties and agree on what follows.",
     "Celebrar una reunión técnica de las partes y acordar los pasos siguientes."),
    ("Assess what including all member states in the common databases requires.",
     "Evaluar lo que requiere incluir a todos los Estados miembros en las bases comunes."),
)  # fmt: skip
LEADS = (["TS"], ["IOM"], ["PPT"], ["MX"], ["CA", "MX", "TS"], ["UNHCR", "TS"], ["TS", "IOM"], None)
