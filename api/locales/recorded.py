"""Sentences that say what was recorded, checked, proved or handed over."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- answers: what was recorded ---------------------------------------------------------------
    "as-entry": ("entry {first}", "asiento {first}"),
    "as-entries": ("entries {first} to {last}", "asientos {first} a {last}"),
    "made-ledger": (
        "An empty ledger is at {path}, under the rules of procedure of the {charter} (entry 1).",
        "Hay un libro vacío en {path}, bajo las reglas de procedimiento de la {charter} (asiento "
        "1).",
    ),
    "made-roles": (
        "Who signs in as a member of {writer} may record, as a member of {reader} read. This is "
        "what they may do:\n\n{grants}\n\nIts key, and whatever else lies beside a ledger, is in "
        "{folder} (RCM_LEDGER_FOLDER names another folder). Keep a copy of the key where it is safe.",
        "Quien entra como miembro de {writer} puede registrar, y como miembro de {reader}, leer. Esto "
        "es lo que pueden hacer:\n\n{grants}\n\nSu clave, y lo demás que acompaña a un libro, está "
        "en {folder} (RCM_LEDGER_FOLDER indica otra carpeta). Guarde una copia de la clave en lugar "
        "seguro.",
    ),
    "recorded-meeting": (
        "Recorded: the meeting {id} ({title}), as {entries}.",
        "Registrada: la reunión {id} ({title}), {entries}.",
    ),
    "recorded-table": (
        "Tabled: {id}, with {changes} and {positions}, as {entries}. It has no effect until it is "
        "adopted.",
        "Presentada: {id}, con {changes} y {positions}, {entries}. No surte efecto mientras no se "
        "adopte.",
    ),
    "recorded-redraft": (
        "Redrafted: {id}, with {changes} and {positions}, as {entries}. The positions on the old "
        "draft are cleared.",
        "Reformulada: {id}, con {changes} y {positions}, {entries}. Las posiciones sobre el texto "
        "anterior quedan sin efecto.",
    ),
    "recorded-position": (
        "Recorded: {member} {stance} ({id}), as {entries}.",
        "Registrado: {member}, {stance} ({id}), {entries}.",
    ),
    "recorded-positions": (
        "Recorded: {positions} on {id}, as {entries}.",
        "Registrado: {positions} sobre {id}, {entries}.",
    ),
    "recorded-submit": (
        "Submitted: {id}, as {entries}. It enters the plan when it is confirmed: `rcm-ledger "
        "confirm {id}`.",
        "Sometida: {id}, {entries}. Entra en el plan cuando se confirme: `rcm-ledger confirm "
        "{id}`.",
    ),
    "recorded-confirm": (
        "Confirmed and adopted: {id}, as {entries}.",
        "Confirmada y adoptada: {id}, {entries}.",
    ),
    "recorded-adopt": ("Adopted: {id}, as {entries}.", "Adoptada: {id}, {entries}."),
    "would-adopt": (
        "Yes. {id} could be adopted as it stands; nothing was recorded.",
        "Sí. {id} podría adoptarse tal como está; no se registró nada.",
    ),
    "recorded-decline": (
        "Declined: {id}, as {entries}. It changes nothing.",
        "Rechazada: {id}, {entries}. No cambia nada.",
    ),
    "recorded-withdraw": (
        "Withdrawn: {id}, as {entries}. It changes nothing.",
        "Retirada: {id}, {entries}. No cambia nada.",
    ),
    "recorded-close": (
        "Closed: the record of {id} is complete as of {day} ({entries}).",
        "Cerrada: el acta de {id} está completa al {day} ({entries}).",
    ),
    "recorded-correction": (
        "Corrected: {field} of {id} now reads {after}; it was {before} ({entries}). Both stay on "
        "record.",
        "Corregido: {field} de {id} dice ahora {after}; decía {before} ({entries}). Ambos quedan "
        "registrados.",
    ),
    "recorded-attach": (
        "Attached to {id}, as {entries}. The original ({size}) is kept as {file}",
        "Adjuntado a {id}, {entries}. El original ({size}) queda guardado en {file}",
    ),
    "kept-again": (
        "{id} named this original already; nothing new was recorded. It ({size}) is kept as {file}",
        "{id} ya nombraba este original; no se registró nada nuevo. Queda guardado ({size}) en {file}",
    ),
    "original-kept": (
        "The signed original of {records} is as it was ({size}): {file}",
        "El original firmado de {records} está como estaba ({size}): {file}",
    ),
    "original-out": (
        "The signed original of {records}, as it was ({size}), is in {output}",
        "El original firmado de {records}, como estaba ({size}), está en {output}",
    ),
    "kept-sources": ("Kept beside the ledger: {sources}.", "Guardado junto al libro: {sources}."),
    "would-keep-sources": (
        "Would be kept beside the ledger: {sources}.",
        "Se guardaría junto al libro: {sources}.",
    ),
    "sources-not-found": (
        "Named by the register, and not found: {sources}. `attach`, or importing again with "
        "--sources, keeps what turns up.",
        "Nombrado por el registro y no hallado: {sources}. `attach`, o importar de nuevo con "
        "--sources, guarda lo que aparezca.",
    ),
    "one-not-found": ("  {sha256}", "  {sha256}"),
    "nothing": ("nothing", "nada"),
    "changes-of-plan": ("What changed in the plan:", "Lo que cambió en el plan:"),
    "would-change-plan": ("What it would change in the plan:", "Lo que cambiaría en el plan:"),
    "changes-nothing-in-plan": (
        "It has no changes: the plan stays as it is.",
        "No lleva cambios: el plan queda como está.",
    ),
    "imported": (
        "Recorded: {what}. The ledger at {path} is at entry {entry}.",
        "Registrado: {what}. El libro en {path} está en el asiento {entry}.",
    ),
    "imported-nothing": (
        "Nothing new: all of it was recorded before ({n}). The ledger at {path} is at entry "
        "{entry}.",
        "Nada nuevo: ya estaba registrado todo ({n}). El libro en {path} está en el asiento "
        "{entry}.",
    ),
    "imported-already": (
        "Recorded before, and left as they are: {decisions}.",
        "Registradas antes, y quedan como están: {decisions}.",
    ),
    "import-waits": (
        "In the plan only once {office} confirms: {decisions} ({ids}).",
        "En el plan solo cuando {office} confirme: {decisions} ({ids}).",
    ),
    "import-tabled": (
        "Only tabled, as they build on what has yet to be confirmed: {decisions} ({ids}). Once that is confirmed: "
        "`rcm-ledger submit {first}`, or import the register again.",
        "Solo presentadas, pues se apoyan en lo que falta confirmar: {decisions} ({ids}). Cuando esté confirmado: "
        "`rcm-ledger submit {first}`, o importe de nuevo el registro.",
    ),
    "would-import": (
        "Lawful. This would be recorded: {what}. Nothing was.",
        "Conforme. Esto se registraría: {what}. No se registró nada.",
    ),
    "would-import-nothing": (
        "Nothing new: all of it was recorded before ({n}).",
        "Nada nuevo: ya estaba registrado todo ({n}).",
    ),
    "checked-lawful": (
        "Everything was agreed at the right level: {decisions}, {changes}.",
        "Todo se acordó en el nivel debido: {decisions}, {changes}.",
    ),
    "checked-unlawful": (
        "Not agreed as it should have been, in {decisions} with {changes}: {reasons}.",
        "No se acordó como se debía, en {decisions} con {changes}: {reasons}.",
    ),
    "checked-rest": (
        "What is listed was left out, and the rest judged without it.",
        "Lo enumerado se dejó fuera, y lo demás se examinó sin ello.",
    ),
    "template-written": (
        "A register for the next meeting is in {file}. Fill it in, then: rcm-ledger import {file} "
        "--dry-run",
        "Hay un registro para la próxima reunión en {file}. Complételo, y luego: rcm-ledger "
        "import {file} --dry-run",
    ),
    # --- answers: verify --------------------------------------------------------------------------
    "verify-good": ("This ledger is in order.", "Este libro está en orden."),
    "verify-bad": ("This ledger is not in order.", "Este libro no está en orden."),
    "verify-authentic": (
        "Every entry can be read and follows from the one before it ({events}).",
        "Todos los asientos se leen y cada uno sigue al anterior ({events}).",
    ),
    "verify-not-authentic": (
        "Not everything here can be what was recorded ({events}).",
        "No todo lo que hay aquí puede ser lo que se registró ({events}).",
    ),
    "verify-lawful": (
        "Every change was judged again, and had the body and the agreement that it took "
        "({changes}).",
        "Cada cambio se volvió a examinar, y tuvo el órgano y el acuerdo que requería ({changes}).",
    ),
    "verify-unlawful": (
        "Some changes were not lawful ({changes}).",
        "Hay cambios que no fueron conformes ({changes}).",
    ),
    "verify-views": (
        "What people are shown is what follows from the entries.",
        "Lo que se muestra es lo que se deduce de los asientos.",
    ),
    "verify-no-views": (
        "What people are shown differs from what follows from the entries; `rcm-ledger rebuild` "
        "folds it again.",
        "Lo que se muestra difiere de lo que se deduce de los asientos; `rcm-ledger rebuild` lo "
        "rehace.",
    ),
    "verify-originals": (
        "Kept beside the ledger, as they were: {originals}.",
        "Guardado junto al libro, como estaba: {originals}.",
    ),
    "verify-originals-named": (
        "Named by its hash, and never kept here: {originals}.",
        "Nombrado por su hash, y nunca guardado aquí: {originals}.",
    ),
    "verify-late": (
        "Recorded after the day of its adoption: {decisions}; after the seal of its meeting: {after}.",
        "Registrado después del día de su adopción: {decisions}; después del sello de su reunión: "
        "{after}.",
    ),
    "verify-limits": (
        "What this proves: the entries hang together, the rule was kept, and what is sealed is "
        "what was sealed with the ledger's key. What it does not: that a state said what is "
        "recorded of it where its agreement is presumed; and that whoever has the file and its "
        "key did not write it anew. For that, bring a seal that you kept: --seal SEAL.txt.",
        "Lo que esto prueba: los asientos concuerdan, se respetó la regla y lo sellado es lo que "
        "se selló con la clave del libro. Lo que no: que un Estado dijo lo que de él consta donde "
        "su acuerdo es presunto; ni que quien tiene el archivo y su clave no lo reescribió. Para "
        "eso, traiga un sello que haya guardado: --seal SELLO.txt.",
    ),
    "verify-limits-brought": (
        "What this proves: the entries hang together, the rule was kept, and nobody wrote anew what was "
        "sealed by the seal that you brought. What it does not: that a state said what is recorded of it "
        "where its agreement is presumed; nor that what follows after that seal stood there from the first.",
        "Lo que esto prueba: los asientos concuerdan, se respetó la regla y nadie reescribió lo que selló "
        "el sello que usted trajo. Lo que no: que un Estado dijo lo que de él consta donde su acuerdo es "
        "presunto; ni que lo que sigue a ese sello estuvo ahí desde el principio.",
    ),
    "verify-brought": (
        "The seal that you brought holds: entries 1 to {size} are complete, and those that it was made of.",
        "El sello que usted trajo se cumple: los asientos 1 a {size} están completos, y son los que selló.",
    ),
    "verify-not-brought": (
        "The seal that you brought, of entries 1 to {size}, is not of these entries.",
        "El sello que usted trajo, de los asientos 1 a {size}, no es de estos asientos.",
    ),
    "rebuilt": (
        "The views were folded again from {entries}.",
        "Las vistas se rehicieron a partir de {entries}.",
    ),
    "exported": (
        "The register of {decisions} is in {file}. `rcm-ledger import {file} --ledger NEW.db` "
        "makes the same ledger of it.",
        "El registro de {decisions} está en {file}. `rcm-ledger import {file} --ledger NUEVO.db` "
        "hace de él el mismo libro.",
    ),
    "exported-plain": ("The register is in {file}.", "El registro está en {file}."),
}
