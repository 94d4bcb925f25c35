"""What keeps the ledger from doing what it was asked, other than the rule: said in both languages,
never a traceback."""

import errno
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.authority import Violation

PROBLEMS: dict[str, tuple[str, str]] = {
    "no-ledger": (
        "There is no ledger at {path}. `rcm-ledger init` makes an empty one, `rcm-ledger demo` one to try, "
        "`rcm-ledger import FILE` one from a register.",
        "No hay ningún libro en {path}. `rcm-ledger init` crea uno vacío, `rcm-ledger demo` uno de prueba, "
        "`rcm-ledger import ARCHIVO` uno a partir de un registro.",
    ),
    "ledger-exists": (
        "There is already something at {path}; it is left as it is. Choose another place with --ledger.",
        "Ya hay algo en {path}; queda como está. Elija otro lugar con --ledger.",
    ),
    "not-a-ledger": (
        "{path} is not a ledger: {why}. Nothing was changed.",
        "{path} no es un libro: {why}. No se cambió nada.",
    ),
    "other-charter": (
        "This ledger keeps the record of {found}; the register is of {given}. Use another ledger for it (--ledger).",
        "Este libro lleva el registro de {found}; el archivo es de {given}. Use otro libro para él (--ledger).",
    ),
    "no-key": (
        "There is no key at {path}. Bring the file back from where it is kept safe, or name another with "
        "RCM_LEDGER_KEY.",
        "No hay ninguna clave en {path}. Recupere el archivo de donde se guarda a salvo, o indique otro con "
        "RCM_LEDGER_KEY.",
    ),
    "key-exists": (
        "There is already a file at {path}; a key is never written over, and it is left as it is. Choose another "
        "place, or move it away.",
        "Ya hay un archivo en {path}; nunca se escribe sobre una clave, y queda como está. Elija otro lugar, o "
        "retírelo de ahí.",
    ),
    "key-open": (
        "Others can read the key at {path}, so it was not used. `chmod 600 {path}` closes it; if somebody may have "
        "read it, rotate it.",
        "Otras personas pueden leer la clave en {path}, así que no se usó. `chmod 600 {path}` la cierra; si alguien "
        "pudo leerla, reemplácela.",
    ),
    "not-a-key": (
        "{path} is not an Ed25519 private key in PEM without a password.",
        "{path} no es una clave privada Ed25519 en PEM sin contraseña.",
    ),
    "busy": (
        "Another process has been writing to {path} for a long time. Nothing was changed; try again when it is done.",
        "Otro proceso está escribiendo en {path} desde hace rato. No se cambió nada; inténtelo cuando termine.",
    ),
    "cannot-write": (
        "{path} cannot be written: {why}. What was recorded before is untouched, and nothing new was recorded.",
        "No se puede escribir en {path}: {why}. Lo registrado antes queda intacto, y nada nuevo se registró.",
    ),
    "cannot-read": (
        "{path} cannot be read: {why}.",
        "No se puede leer {path}: {why}.",
    ),
    "bad-address": (
        "This is no address of a ledger on a server. It is written postgresql://USER@HOST:PORT/DATABASE, with any "
        "special character of a password percent-encoded; or leave the password to ~/.pgpass or PGPASSWORD.",
        "Esta no es la dirección de un libro en un servidor. Se escribe postgresql://USUARIO@SERVIDOR:PUERTO/BASE, con los "
        "caracteres especiales de una contraseña codificados con %; o deje la contraseña en ~/.pgpass o PGPASSWORD.",
    ),
    "no-server": (
        "The server of {path} cannot be reached: {why}. Nothing is lost that was said to be recorded; try again when it "
        "is there, or correct the address.",
        "No se puede alcanzar el servidor de {path}: {why}. Nada de lo que se dio por registrado se pierde; inténtelo "
        "cuando esté disponible, o corrija la dirección.",
    ),
    "wrong-password": (
        "The server of {path} does not let this user in: there is no such user, or the password is missing or wrong. It "
        "is taken from the address, ~/.pgpass or PGPASSWORD.",
        "El servidor de {path} no deja entrar a este usuario: no existe, o la contraseña falta o no es la correcta. Se "
        "toma de la dirección, de ~/.pgpass o de PGPASSWORD.",
    ),
    "no-database": (
        "The server of {path} has no such database. Its administrator makes one: `CREATE DATABASE … OWNER …`.",
        "El servidor de {path} no tiene esa base de datos. Quien lo administra crea una: `CREATE DATABASE … OWNER …`.",
    ),
    "no-permission": (
        "This user may not do that at {path}. Its owner lets somebody record with: `GRANT \"{role}\" TO {user}`.",
        "Este usuario no puede hacer eso en {path}. Su propietario permite registrar con: `GRANT \"{role}\" TO {user}`.",
    ),
    "other-version": (
        "{path} is a ledger of another version ({found}; this one reads {known}). Use the version that made it, or a newer "
        "one. Nothing was changed.",
        "{path} es un libro de otra versión ({found}; esta lee {known}). Use la versión que lo creó, o una más nueva. No "
        "se cambió nada.",
    ),
    "superuser": (
        "At {path}, {user} is a superuser, whom no guard stops. Make the ledger as the database's owner, or, if it must "
        "be, with --as-superuser.",
        "En {path}, {user} es superusuario, a quien ninguna protección detiene. Cree el libro como propietario de la base "
        "de datos o, si no hay otro modo, con --as-superuser.",
    ),
    "no-roles": (
        "At {path}, {user} cannot make the roles that are to write and read the ledger. The administrator makes them: "
        "`{sql}`.",
        "En {path}, {user} no puede crear los roles que escribirán y leerán el libro. Quien administra el servidor los "
        "crea: `{sql}`.",
    ),
    "damaged": (
        "{path} is damaged at entry {entry}: {why}. `rcm-ledger verify` says what can still be trusted.",
        "{path} está dañado en el asiento {entry}: {why}. `rcm-ledger verify` dice en qué se puede confiar todavía.",
    ),
    "key-missing": (
        "The ledger's key is not at {path}, so it cannot be sealed; nothing was recorded. Put it back there, or name it "
        "with RCM_LEDGER_KEY. (Where it is lost: `rcm-ledger close MEETING --unsealed`.)",
        "La clave del libro no está en {path}, por lo que no se puede sellar; nada se registró. Devuélvala allí, o "
        "nómbrela con RCM_LEDGER_KEY. (Si se perdió: `rcm-ledger close REUNIÓN --unsealed`.)",
    ),
    "key-other": (
        "The key at {path} is not the one that this ledger names; nothing was recorded. Put the right one there, or "
        "name it with RCM_LEDGER_KEY.",
        "La clave en {path} no es la que este libro nombra; nada se registró. Ponga allí la correcta, o nómbrela con "
        "RCM_LEDGER_KEY.",
    ),
    "key-not-in-a-file": (
        "RCM_LEDGER_KEY is the key itself, and not the file in which another could take its place. Put the key into a "
        "file and name that.",
        "RCM_LEDGER_KEY es la clave misma, y no el archivo en que otra podría tomar su lugar. Ponga la clave en un "
        "archivo y nómbrelo.",
    ),
    "not-a-seal": (
        "{file} is not a seal: {why}.",
        "{file} no es un sello: {why}.",
    ),
    "not-a-proof": (
        "{file} is not a proof, at line {line}: {why}.",
        "{file} no es una prueba, en la línea {line}: {why}.",
    ),
    "not-a-bundle": (
        "{path} is not a bundle: {why}.",
        "{path} no es un paquete: {why}.",
    ),
    "accounts-not-restored": (
        "{ledger} is restored, but without the accounts of {path}: {why}. `rcm-ledger account add` makes them anew.",
        "{ledger} se restauró, pero sin las cuentas de {path}: {why}. `rcm-ledger account add` las crea de nuevo.",
    ),
    "mail-server": (
        "The mail server {server} takes no letters: {why}. Nothing is lost; they are sent once it does.",
        "El servidor de correo {server} no recibe cartas: {why}. Nada se pierde; se enviarán cuando las reciba.",
    ),
    "not-a-backup": (
        "{path} is not a backup that can be restored: {why}. Use another; nothing is kept of this one.",
        "{path} no es una copia de seguridad que pueda restaurarse: {why}. Use otra; nada se conserva de esta.",
    ),
    "not-sealed": (
        "Entry {entry} is not sealed yet: the seal is over {size} entries. `rcm-ledger seal` seals what came since.",
        "El asiento {entry} no está sellado todavía: el sello abarca {size} asientos. `rcm-ledger seal` sella lo "
        "posterior.",
    ),
    "no-seal": (
        "This ledger has no seal yet. `rcm-ledger seal` makes one; closing a meeting does, too.",
        "Este libro no tiene ningún sello todavía. `rcm-ledger seal` hace uno; cerrar una reunión, también.",
    ),
    "sealed-otherwise": (
        "{path} no longer holds what was sealed at entry {entry}: it was altered since, or put in the place of another. "
        "Nothing is signed. `rcm-ledger verify` says what can still be trusted.",
        "{path} ya no contiene lo que se selló en el asiento {entry}: fue alterado desde entonces, o puesto en lugar de "
        "otro. No se firma nada. `rcm-ledger verify` dice en qué se puede confiar todavía.",
    ),
    "older-copy": (
        "{path} is an older copy of the ledger: a seal over {size} entries was signed before, and these entries are not "
        "here as they were. Nothing is signed or recorded, as two seals would contradict each other. Put the newer copy "
        "back. (Where it is lost for good: tell everybody who has that seal, then take away {file}.)",
        "{path} es una copia anterior del libro: antes se firmó un sello de {size} asientos, y esos asientos no están "
        "aquí como estaban. No se firma ni se registra nada, pues los dos sellos se contradirían. Restablezca la copia "
        "más reciente. (Si se perdió para siempre: avise a todos los que tengan ese sello y quite después {file}.)",
    ),
    "moved-on": (
        "Something was recorded while this was being judged; nothing of it was recorded. Try again.",
        "Se registró algo mientras esto se examinaba; nada de esto se registró. Inténtelo de nuevo.",
    ),
    "too-long": (
        "{what} is too long: {size} bytes as recorded, and 65,535 are allowed. Shorten its text, "
        "or attach the long text as its source.",
        "{what} es demasiado largo: {size} bytes al registrarse, y se permiten 65.535. Acorte el texto, "
        "o adjunte el texto largo como fuente.",
    ),
    "source-changed": (
        "{path} changed while it was read; nothing was recorded. Try again once nobody writes to it.",
        "{path} cambió mientras se leía; no se registró nada. Inténtelo de nuevo cuando nadie lo esté modificando.",
    ),
    "unknown": (
        "There is no {kind} {id} in this ledger.{hint}",
        "No hay {kind} {id} en este libro.{hint}",
    ),
    "already": (
        "{id} is already {status}; {cure}.",
        "{id} ya está en estado «{status}»; {cure}.",
    ),
    "outcome-not-adopted": (
        "{id} cannot be settled by {decision}, which is not adopted. Adopt that decision first, or say that the proposal "
        "was declined or withdrawn, and why.",
        "{id} no puede resolverse con {decision}, que no está adoptada. Adopte antes esa decisión, o diga que la "
        "propuesta se rechazó o se retiró, y por qué.",
    ),
    "not-submitted": (
        "{id} is not submitted yet; submit it first: `rcm-ledger submit {id}`.",
        "{id} todavía no está sometida; sométala primero: `rcm-ledger submit {id}`.",
    ),
    "closed-early": (
        "The record of {id} cannot be complete on {on}: the meeting ended on {closes_on}.",
        "El acta de {id} no puede estar completa el {on}: la reunión terminó el {closes_on}.",
    ),
    "exists": (
        "There is already a {kind} {id} in this ledger; choose another id.",
        "Ya hay {kind} {id} en este libro; elija otro identificador.",
    ),
    "not-correctable": (
        "{path} of {id} is not a slip that can be corrected: what the rule reads and what an item says never is. "
        "It can be: {allowed}.",
        "{path} de {id} no es un desliz que pueda corregirse: lo que la regla lee y lo que dice un elemento no lo es. "
        "Puede corregirse: {allowed}.",
    ),
    "other-meeting": (
        "{id} was tabled at {meeting}, and is redrafted there. Withdraw it to table it at another meeting.",
        "{id} se presentó en {meeting}, y allí se vuelve a redactar. Retírela para presentarla en otra reunión.",
    ),
    "wrong-day": (
        "{what} cannot be recorded so: {why}. Nothing was recorded; correct that day, or the decision's.",
        "{what} no puede registrarse así: {why}. Nada se registró; corrija esa fecha, o la de la decisión.",
    ),
    "decided-in": (
        "{path} of {id} is what the body decided in: only a translation of it is corrected. To mend its words takes "
        "a new decision.",
        "{path} de {id} es lo que el órgano decidió: solo se corrige su traducción. Para enmendar sus palabras hace "
        "falta una nueva decisión.",
    ),
    "no-value": (
        "{path} of {id} cannot say {found}: a text is in one of the languages {languages} and not left empty, a "
        "number is a whole number.",
        "{path} de {id} no puede decir {found}: un texto está en uno de los idiomas {languages} y no queda vacío, un "
        "número es un número entero.",
    ),
    "beside-unreadable": (
        "{path} is not as this ledger writes it: {why}. Put it right, or take it away; the log itself is untouched.",
        "{path} no está como este libro lo escribe: {why}. Corríjalo o retírelo; el libro mismo está intacto.",
    ),
    "no-witness": (
        "There is no witness in {folder}. `rcm-ledger witness new NAME` makes one; --folder names another place.",
        "No hay ningún testigo en {folder}. `rcm-ledger witness new NOMBRE` crea uno; --folder indica otro lugar.",
    ),
    "witness-exists": (
        "There is already a witness in {folder}; it is left as it is. Choose another place with --folder.",
        "Ya hay un testigo en {folder}; queda como está. Elija otro lugar con --folder.",
    ),
    "witness-damaged": (
        "What this witness remembers, {path}, is damaged: {why}. It cosigns nothing until the file is brought back "
        "whole; a new witness is better than a forgetful one.",
        "Lo que este testigo recuerda, {path}, está dañado: {why}. No cofirma nada hasta que se recupere el archivo "
        "entero; más vale un testigo nuevo que uno desmemoriado.",
    ),
    "witness-cannot-write": (
        "The witness cannot write in {folder}: {why}. Nothing was cosigned.",
        "El testigo no puede escribir en {folder}: {why}. No se cofirmó nada.",
    ),
    "not-a-key-note": (
        "This gives no member a key: {why}.",
        "Esto no da una clave a ningún miembro: {why}.",
    ),
    "no-member-key": (
        "{member} has no key in force. `rcm-ledger member-key {member}` shows those that it had.",
        "{member} no tiene ninguna clave en vigor. `rcm-ledger member-key {member}` muestra las que tuvo.",
    ),
    "served": (
        "This ledger is served, and nothing enters its plan by one person alone: {id} does when it was submitted "
        "and {office}, signed in to the service, confirms it.",
        "Este libro se ofrece como servicio, y nada entra en su plan por obra de una sola persona: {id} entra "
        "cuando se haya sometido y {office}, con su cuenta en el servicio, la confirme.",
    ),
    "other-office": (
        "Nothing was recorded: with {id}, this is for {office} to do, not for {by}.",
        "No se registró nada: con {id}, esto le corresponde a {office}, no a {by}.",
    ),
    "same-account": (
        "{id} was submitted by this very account: another person has to confirm it.",
        "{id} la sometió esta misma cuenta: tiene que confirmarla otra persona.",
    ),
    "not-contestable": (
        "{member} cannot contest its position on {id}: {why}.",
        "{member} no puede impugnar su posición sobre {id}: {why}.",
    ),
    "no-contest": (
        "{member} does not contest its position on {id}.",
        "{member} no impugna su posición sobre {id}.",
    ),
    "wrong-use": ("{why}", "{why_es}"),
}


_WHY: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "el disco está lleno"),
    errno.EROFS: ("it is read-only", "es de solo lectura"),
    errno.EACCES: ("there is no permission for it", "no hay permiso para ello"),
    errno.EPERM: ("there is no permission for it", "no hay permiso para ello"),
    errno.ENOENT: ("there is no such folder", "no existe esa carpeta"),
    errno.EISDIR: ("it is a folder", "es una carpeta"),
    errno.ENOTDIR: ("a part of its path is no folder", "una parte de su ruta no es una carpeta"),
    errno.ENAMETOOLONG: ("its name is too long", "su nombre es demasiado largo"),
    errno.EIO: ("the disk reports an error", "el disco informa de un error"),
}


def why(error: OSError) -> dict[str, str]:
    """What an operating system's complaint about something to be written means, by language."""
    said = error.strerror or str(error)
    return dict(zip(("en", "es"), _WHY.get(error.errno or 0, (said, said)), strict=True))


class Problem(Exception):
    """Something other than the rule stands in the way.

    Attributes:
        code: one of `PROBLEMS`.
        message: a sentence by language.
    """

    def __init__(self, code: str, **facts: object):
        self.code = code
        self.facts = facts
        self.message: Mapping[str, str] = {
            language: PROBLEMS[code][n].format(
                **{k: v[n] if isinstance(v, tuple) else v for k, v in facts.items()}
            )
            for n, language in enumerate(("en", "es"))
        }
        super().__init__(self.message["en"])


class Unreadable(ValueError):
    """What is wrong with something that was brought, in both languages; who reads it says what it
    is and where.

    Attributes:
        why: the reason, in English and in Spanish; a fact for a `Problem`.
    """

    def __init__(self, why: str, why_es: str):
        self.why = (why, why_es)
        super().__init__(why)


class Refused(Exception):
    """The answer is no: nothing was recorded, and these are all the reasons."""

    def __init__(self, violations: "Sequence[Violation]"):
        self.violations = tuple(violations)
        super().__init__("; ".join(v.message.get("en", v.code) for v in self.violations))
