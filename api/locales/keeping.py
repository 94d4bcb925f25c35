"""Sentences of backups, and of what is restored from them."""

TEXTS: dict[str, tuple[str, str]] = {
    "backed-up": (
        "The backup is in {file}: {entries}, {originals}. It was read again, and is whole. It holds drafts: keep it "
        "where only the Secretariat reads.",
        "La copia de seguridad está en {file}: {entries}, {originals}. Se leyó de nuevo y está completa. Contiene "
        "borradores: guárdela donde solo lea la Secretaría.",
    ),
    "backed-up-without-key": (
        "The ledger's private key is not in it. Keep a copy of the .key file elsewhere, locked away: without it a "
        "restored ledger can be read and proven, but not sealed. (--with-key puts it into the backup.)",
        "La clave privada del libro no está en ella. Guarde una copia del archivo .key en otro lugar, bajo llave: sin "
        "ella, el libro restaurado se puede leer y probar, pero no sellar. (--with-key la incluye en la copia.)",
    ),
    "backed-up-with-key": (
        "The ledger's private key is in it: whoever has {file} can seal in the ledger's name. Lock it away.",
        "La clave privada del libro está en ella: quien tenga {file} puede sellar en nombre del libro. Guárdela bajo "
        "llave.",
    ),
    "backed-up-with-accounts": (
        "The accounts are in it, with what people sign in by: whoever has {file} can try their passwords at leisure.",
        "Las cuentas están en ella, con aquello con que se inicia sesión: quien tenga {file} puede probar contraseñas "
        "con calma.",
    ),
    "restored-accounts": (
        "Restored: {count}. Everybody signs in again.",
        "Restaurado: {count}. Todos inician sesión de nuevo.",
    ),
    "count.account": ("account|accounts", "cuenta|cuentas"),
    "source-not-backed-up": (
        "The original {sha256} is not in it: it is gone from beside the ledger, or altered; `rcm-ledger verify` "
        "says whose it is.",
        "El original {sha256} no está en ella: falta junto al libro, o fue alterado; `rcm-ledger verify` dice de "
        "quién es.",
    ),
    "restored": ("Restored: {ledger}, {entries}.", "Restaurado: {ledger}, {entries}."),
    "restored-lacks": (
        "It lacks sealed entries: it holds {entries}, and a seal over {size} was signed. What was recorded between "
        "them is not here. Look for a newer backup; until then nothing can be sealed in this copy.",
        "Le faltan asientos sellados: contiene {entries}, y se firmó un sello de {size}. Lo registrado entre unos y "
        "otros no está aquí. Busque una copia más reciente; entretanto nada puede sellarse en esta.",
    ),
    "restored-sealed": (
        "Its last seal is over {size} entries. If the minutes of a meeting hold a seal over more, entries are missing: "
        "`rcm-ledger verify --seal PAGE.txt` tells.",
        "Su último sello abarca {size} asientos. Si el acta de una reunión tiene un sello de más, faltan asientos: "
        "`rcm-ledger verify --seal PAGINA.txt` lo dice.",
    ),
    "restored-without-key": (
        "The ledger's private key is not here: put the .key file back beside it, or name it with RCM_LEDGER_KEY, to "
        "seal again.",
        "La clave privada del libro no está aquí: devuelva el archivo .key a su lado, o nómbrelo con RCM_LEDGER_KEY, "
        "para volver a sellar.",
    ),
}
