"""The help of `backup` and `restore`."""


TEXTS: dict[str, tuple[str, str]] = {
    "backup": (
        "Back a ledger up as one file, while it is in use.",
        "Hace una copia de seguridad del libro en un archivo, mientras está en uso.",
    ),
    "backup.more": (
        "All entries as they are at this moment, the signed originals, and what others said of the seals. Nobody "
        "who records has to wait. The file is read again before it gets its name; only its owner may read it, as it "
        "holds drafts. The private key is not in it: keep a copy of the .key file elsewhere, locked away.",
        "Todos los asientos tal como están en este momento, los originales firmados y lo que otros dijeron de los "
        "sellos. Nadie que registre tiene que esperar. El archivo se lee de nuevo antes de recibir su nombre; solo su "
        "dueño puede leerlo, pues contiene borradores. La clave privada no está en él: guarde una copia del archivo "
        ".key en otro lugar, bajo llave.",
    ),
    "backup.examples": (
        "rcm-ledger backup monday.rcm-backup\n"
        "rcm-ledger backup /mnt/safe/ledger.rcm-backup --force\n"
        "rcm-ledger backup all.rcm-backup --ledger postgresql://secretariat@db.example.org/conference",
        "rcm-ledger backup lunes.rcm-backup\n"
        "rcm-ledger backup /mnt/caja/libro.rcm-backup --force\n"
        "rcm-ledger backup todo.rcm-backup --ledger postgresql://secretaria@db.example.org/conferencia",
    ),
    "restore": (
        "Restore a ledger from a backup, and verify it.",
        "Restaura un libro a partir de una copia de seguridad, y lo verifica.",
    ),
    "restore.more": (
        "To a file or to a server, wherever it was backed up from; --ledger says where. A place that is taken is "
        "left as it is. What lies beside that place already (the key, the last seal signed) stays, and tells whether "
        "the restored ledger lacks something that was sealed; so does a seal from the minutes, with --seal.",
        "A un archivo o a un servidor, venga de donde venga; --ledger dice adónde. Un lugar ocupado queda como está. "
        "Lo que ya hay junto a ese lugar (la clave, el último sello firmado) se queda, y dice si al libro restaurado "
        "le falta algo que se selló; también lo dice un sello del acta, con --seal.",
    ),
    "restore.examples": (
        "rcm-ledger restore monday.rcm-backup --ledger restored.db\n"
        "rcm-ledger restore monday.rcm-backup --seal PAGE.txt --ledger restored.db\n"
        "rcm-ledger restore monday.rcm-backup --ledger postgresql://conference@db.example.org/conference",
        "rcm-ledger restore lunes.rcm-backup --ledger restaurado.db\n"
        "rcm-ledger restore lunes.rcm-backup --seal PAGINA.txt --ledger restaurado.db\n"
        "rcm-ledger restore lunes.rcm-backup --ledger postgresql://conferencia@db.example.org/conferencia",
    ),
    "backup.file": ("The backup's file.", "El archivo de la copia de seguridad."),
    "restore.file": ("The backup's file.", "El archivo de la copia de seguridad."),
    "with_key": (
        "With the private key: whoever has the file can then seal in the ledger's name.",
        "Con la clave privada: quien tenga el archivo podrá sellar en nombre del libro.",
    ),
    "with_accounts": (
        "With the accounts of the service, if there are any.",
        "Con las cuentas del servicio, si las hay.",
    ),
    "restore.seal": (
        "A seal that you kept: its file, or the page of the minutes, typed or scanned.",
        "Un sello que guardó: su archivo, o la página del acta, tecleada o escaneada.",
    ),
}
