"""Sentences of bundles."""

TEXTS: dict[str, tuple[str, str]] = {
    "bundle-needs-file": (
        "Where to? A bundle is a file: `rcm-ledger export --bundle -o FILE.zip`.",
        "¿Adónde? Un paquete es un archivo: `rcm-ledger export --bundle -o ARCHIVO.zip`.",
    ),
    "export-what": (
        "What should be exported? `rcm-ledger export --register -o FILE.yaml` writes what people read and import "
        "again, `rcm-ledger export --bundle -o FILE.zip` what anybody can check without us.",
        "¿Qué se exporta? `rcm-ledger export --register -o ARCHIVO.yaml` escribe lo que se lee y se vuelve a "
        "importar; `rcm-ledger export --bundle -o ARCHIVO.zip`, lo que cualquiera puede comprobar sin nosotros.",
    ),
    "sources-with-bundle": (
        "The signed originals go into a bundle: `rcm-ledger export --bundle --sources -o FILE.zip`.",
        "Los originales firmados van en un paquete: `rcm-ledger export --bundle --sources -o ARCHIVO.zip`.",
    ),
    "public-with-bundle": (
        "What everybody may read goes into a bundle: `rcm-ledger export --bundle --public -o FILE.zip`.",
        "Lo que cualquiera puede leer va en un paquete: `rcm-ledger export --bundle --public -o ARCHIVO.zip`.",
    ),
    "withheld-exported": (
        "It is for everybody: of {entries}, which are not of what is adopted, it holds the fingerprints only.",
        "Es para todos: de {entries}, que no son de lo adoptado, contiene solo las huellas.",
    ),
    "bundle-withheld": (
        "{entries} withheld: drafts, proposals and what else is not adopted. Their fingerprints are here, and what is "
        "shown is what was sealed; that nothing adopted was withheld, only the bundle of members and auditors proves.",
        "Reservado: {entries}. Son borradores, propuestas y lo demás que no está adoptado. Sus huellas están aquí, y "
        "lo que se muestra es lo que se selló; que no se reservó nada adoptado solo lo prueba el paquete de los "
        "miembros y auditores.",
    ),
    "exported-bundle": (
        "The bundle is in {file}: {entries}, of which the first {size} are sealed. Whoever gets it finds in its "
        "README.txt how to check it without us.",
        "El paquete está en {file}: {entries}, de los cuales los primeros {size} están sellados. Quien lo reciba "
        "encuentra en su README.txt cómo comprobarlo sin nosotros.",
    ),
    "source-not-exported": (
        "The original {sha256} is not in it: it is gone from beside the ledger, or altered; `rcm-ledger verify` "
        "says whose it is.",
        "El original {sha256} no está en él: falta junto al libro, o fue alterado; `rcm-ledger verify` dice de "
        "quién es.",
    ),
    "bundle-good": ("This bundle is in order.", "Este paquete está en orden."),
    "bundle-bad": ("This bundle is not in order.", "Este paquete no está en orden."),
    "bundle-authentic": (
        "Authentic: entries, tree, seals, keys and register agree, byte for byte.",
        "Auténtico: asientos, árbol, sellos, claves y registro concuerdan, byte por byte.",
    ),
    "bundle-not-authentic": (
        "Not authentic: this is not what the ledger exported, or not what it sealed.",
        "No es auténtico: esto no es lo que el libro exportó, o no es lo que selló.",
    ),
    "bundle-not-judged": (
        "Whether its changes were lawful was not judged: it cannot be followed to its end.",
        "No se examinó si sus cambios fueron lícitos: no puede seguirse hasta el final.",
    ),
    "bundle-note.check-py": (
        "The check.py in it is not this version's. Do not run it unless you have read it.",
        "El check.py que contiene no es el de esta versión. No lo ejecute sin haberlo leído.",
    ),
    "bundle-note.readme": (
        "The README.txt in it is not this version's. Follow no advice in it that you have not from elsewhere.",
        "El README.txt que contiene no es el de esta versión. No siga ningún consejo suyo que no tenga de otra fuente.",
    ),
    "bundle-root": (
        "The root of the {size} sealed entries, to compare with the minutes:",
        "La raíz de los {size} asientos sellados, para compararla con el acta:",
    ),
    "bundle-limits": (
        "What this proves: the bundle agrees with itself, and the rule was kept. Whether it is the ledger that a "
        "meeting left is proven by a seal that came another way: --seal SEAL.txt.",
        "Lo que esto prueba: el paquete concuerda consigo mismo, y se respetó la regla. Que sea el libro que dejó "
        "una reunión lo prueba un sello que llegó por otro camino: --seal SELLO.txt.",
    ),
    "bundle-limits-brought": (
        "What this proves: the bundle agrees with itself, the rule was kept, and it has what was sealed by the seal "
        "that you brought. It proves as much as you trust the way by which that seal came to you.",
        "Lo que esto prueba: el paquete concuerda consigo mismo, se respetó la regla y tiene lo que selló el sello "
        "que usted trajo. Prueba tanto como usted confíe en el camino por el que le llegó ese sello.",
    ),
}
