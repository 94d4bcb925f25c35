"""What `witness` says, on a delegation's side and on the ledger's."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- a delegation's side ----------------------------------------------------------------------
    "witness-made": (
        "The witness {name} lives in {folder}. Keep its key file to yourself, and give this public key to the "
        "Secretariat and to everybody who is to count you:\n\n{vkey}\n\nThen ask the Secretariat for the ledger's key, "
        "best in person, and `rcm-ledger witness trust VKEY`.",
        "El testigo {name} vive en {folder}. Guarde para sí el archivo de su clave, y dé esta clave pública a la "
        "Secretaría y a quienes hayan de contarle:\n\n{vkey}\n\nDespués pida a la Secretaría la clave del libro, de "
        "preferencia en persona, y `rcm-ledger witness trust VKEY`.",
    ),
    "witness-trusts": (
        "This witness trusts {keys} for {origin}.",
        "Este testigo confía en {keys} para {origin}.",
    ),
    "count.key": ("key|keys", "clave|claves"),
    "witness-signed": (
        "Cosigned. Send {file} back to the Secretariat.",
        "Cofirmado. Devuelva {file} a la Secretaría.",
    ),
    "witness-listens": (
        "The witness {name} listens at {url}. Ctrl-C stops it.",
        "El testigo {name} escucha en {url}. Ctrl-C lo detiene.",
    ),
    "witness-stopped": ("Stopped.", "Detenido."),
    "witness-status": ("The witness {name}", "El testigo {name}"),
    "witness-key": ("public key", "clave pública"),
    "witness-folder": ("folder", "carpeta"),
    "keys": ("trusted keys", "claves de confianza"),
    "address": ("asked at", "se le pregunta en"),
    "witness-root": ("root", "raíz"),
    "witness-watches-nothing": (
        "It watches no ledger yet; `rcm-ledger witness trust VKEY` makes one known to it.",
        "Aún no vigila ningún libro; `rcm-ledger witness trust VKEY` le da a conocer uno.",
    ),
    "witness-saw-nothing": ("It has cosigned nothing yet.", "Aún no ha cofirmado nada."),
    "witness-saw": (
        "It last cosigned the seal of {size} entries, at {at}.",
        "Lo último que cofirmó es el sello de {size} asientos, {at}.",
    ),
    "witness-forks": (
        "What it refused, to be shown to the other delegations",
        "Lo que rechazó, para mostrarlo a las demás delegaciones",
    ),
    "seals-same": (
        "The same: both are the seal of {size} entries, with the same root.",
        "Lo mismo: ambos son el sello de {size} asientos, con la misma raíz.",
    ),
    "seals-apart": (
        "One has {old} entries and the other {new}: only the ledger can show that the larger contains the smaller. "
        "Ask the Secretariat for `rcm-ledger witness request --from {old}`.",
        "Uno tiene {old} asientos y el otro {new}: solo el libro puede mostrar que el mayor contiene al menor. "
        "Pida a la Secretaría `rcm-ledger witness request --from {old}`.",
    ),
    "not-a-request": ("{sentence}", "{sentence}"),
    "not-a-witness-name": (
        "“{name}” cannot be a witness's name: {why}. A name without spaces, such as witness.example.mx.",
        "«{name}» no puede ser el nombre de un testigo: {why}. Use un nombre sin espacios, como testigo.example.mx.",
    ),
    "not-a-vkey": (
        "“{vkey}” is not the key that is needed here: {why}.",
        "«{vkey}» no es la clave que hace falta aquí: {why}.",
    ),
    "cannot-listen": (
        "Nothing can listen at {host}, port {port}: {why}. Choose another --port or --host.",
        "No se puede escuchar en {host}, puerto {port}: {why}. Elija otro --port u otro --host.",
    ),
    "no-such-file": ("There is no file {file}.", "No hay ningún archivo {file}."),
    "cannot-read-file": (
        "{file} cannot be read: {why}.",
        "No se puede leer {file}: {why}.",
    ),
    # --- the ledger's side ------------------------------------------------------------------------
    "witness-added": (
        "{name} is asked from now on. It must trust this ledger's key first:\n\n{vkey}",
        "Desde ahora se pregunta a {name}. Antes debe confiar en la clave de este libro:\n\n{vkey}",
    ),
    "no-witnesses": (
        "This ledger asks no witness yet; `rcm-ledger witness add VKEY` adds one.",
        "Este libro aún no pregunta a ningún testigo; `rcm-ledger witness add VKEY` añade uno.",
    ),
    "witness-cosigned-nothing": ("has cosigned no seal yet", "aún no ha cofirmado ningún sello"),
    "witness-cosigned-last": (
        "has cosigned the last seal, of {size} entries",
        "ha cofirmado el último sello, de {size} asientos",
    ),
    "witness-cosigned": (
        "has last cosigned the seal of {size} entries",
        "lo último que cofirmó es el sello de {size} asientos",
    ),
    "request-written": (
        "{file} asks for a cosignature of the seal of {size} entries, from a witness that saw {old}. Send it; when the "
        "answer comes, `rcm-ledger witness collect FILE`.",
        "{file} pide la cofirma del sello de {size} asientos, a un testigo que vio {old}. Envíelo; cuando llegue la "
        "respuesta, `rcm-ledger witness collect ARCHIVO`.",
    ),
    "from-above-seal": (
        "The proof cannot start from {start} entries: the seal has {size}.",
        "La prueba no puede partir de {start} asientos: el sello tiene {size}.",
    ),
    "not-an-address": (
        "“{url}” is not an address that can be asked; it begins with https:// or http://.",
        "«{url}» no es una dirección a la que se pueda preguntar; empieza con https:// o http://.",
    ),
    "no-such-witness": (
        "This ledger knows no witness “{name}”; `rcm-ledger witness list` lists them.",
        "Este libro no conoce ningún testigo «{name}»; `rcm-ledger witness list` los enumera.",
    ),
    "which-witness": (
        "Which one is it for? Each may have seen another seal: --witness NAME, one of {names}.",
        "¿Para cuál es? Cada uno puede haber visto otro sello: --witness NOMBRE, uno de {names}.",
    ),
    "collect-what": (
        "Name the answer's file or the witness, or ask all with --all.",
        "Indique el archivo de la respuesta o el testigo, o pregunte a todos con --all.",
    ),
    "nobody-to-ask": (
        "No witness of this ledger has an address; `rcm-ledger witness add VKEY --url URL` gives it one.",
        "Ningún testigo de este libro tiene dirección; `rcm-ledger witness add VKEY --url URL` se la da.",
    ),
    "no-address": (
        "{name} has no address; send it a file (`rcm-ledger witness request`), or give it one: "
        "`rcm-ledger witness add VKEY --url URL`.",
        "{name} no tiene dirección; envíele un archivo (`rcm-ledger witness request`), o désela: "
        "`rcm-ledger witness add VKEY --url URL`.",
    ),
    "ask-from": (
        "{file} says that this witness last saw {size} entries. Send it another request: "
        "`rcm-ledger witness request --from {size}`.",
        "{file} dice que este testigo vio por última vez {size} asientos. Envíele otra solicitud: "
        "`rcm-ledger witness request --from {size}`.",
    ),
    "not-an-answer": (
        "{file} is not a witness's answer: {why}.",
        "{file} no es la respuesta de un testigo: {why}.",
    ),
    "collected": (
        "{names}: the seal of {size} entries is cosigned.",
        "{names}: el sello de {size} asientos está cofirmado.",
    ),
    "collected-before": (
        "{names}: the seal of {size} entries was cosigned already.",
        "{names}: el sello de {size} asientos ya estaba cofirmado.",
    ),
    "collect-ignored": (
        "Ignored, from a key that this ledger does not know: {names}.",
        "Sin efecto, de una clave que este libro no conoce: {names}.",
    ),
    "witness-forgot": (
        "{name} says that it last saw {size} entries, though it cosigned {known}: its memory was put back. Ask its "
        "delegation why.",
        "{name} dice que vio por última vez {size} asientos, aunque cofirmó {known}: su memoria retrocedió. Pregunte "
        "el porqué a su delegación.",
    ),
    "collect.unknown": (
        "no cosignature from a key that this ledger knows.",
        "ninguna cofirma de una clave que este libro conozca.",
    ),
    "collect.unreachable": ("no answer from {url}: {what}.", "sin respuesta de {url}: {what}."),
    "collect.not-trusted": (
        "it does not know this ledger, or not its present key; it has to `rcm-ledger witness trust VKEY` (asked at "
        "{url}).",
        "no conoce este libro, o no su clave actual; debe usar `rcm-ledger witness trust VKEY` (se le preguntó en "
        "{url}).",
    ),
    "collect.ahead": (
        "it has cosigned a later seal, of {latest} entries; a witness never goes back to one of {size} (asked at "
        "{url}). Ask it for the last seal.",
        "ya cofirmó un sello posterior, de {latest} asientos; un testigo nunca vuelve a uno de {size} (se le preguntó "
        "en {url}). Pídale el último sello.",
    ),
    "collect.another-past": (
        "IT REFUSES: the seal of {size} entries does not continue what it saw at {old} (asked at {url}). Find out why "
        "before anything else: it has kept both.",
        "SE NIEGA: el sello de {size} asientos no continúa lo que vio con {old} (se le preguntó en {url}). Averigüe el "
        "porqué antes que nada: ha guardado ambos.",
    ),
    "collect.status": (
        "it cannot answer now: status {status} from {url}.",
        "ahora no puede responder: estado {status} de {url}.",
    ),
    "collect.nonsense": (
        "what {url} answers is no cosignature: {what}.",
        "lo que responde {url} no es una cofirma: {what}.",
    ),
    "collect.false": ("{what}", "{what}"),
    # --- verifying --------------------------------------------------------------------------------
    "verify-cosigned": (
        "The last seal is cosigned by {names}.",
        "El último sello lleva la cofirma de {names}.",
    ),
    "bundle-cosigned": (
        "By the keys that come with it, the last seal is cosigned by {names}. Compare those keys, or bring those that "
        "you believe: --witness-keys FILE.",
        "Según las claves que trae, el último sello lleva la cofirma de {names}. Compare esas claves, o aporte las "
        "de su confianza: --witness-keys ARCHIVO.",
    ),
    "own-witnesses": (
        "Counted are the witnesses on the ledger's own list; bring the keys that you believe with --witness-keys FILE.",
        "Se cuentan los testigos de la lista del propio libro; aporte las claves en que usted confía con "
        "--witness-keys ARCHIVO.",
    ),
    "not-witness-keys": (
        "{file} does not list witnesses' keys, one a line: {why}.",
        "{file} no enumera claves de testigos, una por línea: {why}.",
    ),
    "no-such-policy": (
        "So many witnesses cannot be counted: {why}.",
        "No se pueden contar tantos testigos: {why}.",
    ),
    "whose-cosignatures": (
        "Whose cosignatures count? Name a file with the witnesses' keys: --witness-keys FILE.",
        "¿Qué cofirmas cuentan? Indique un archivo con las claves de los testigos: --witness-keys ARCHIVO.",
    ),
    # --- timestamps -------------------------------------------------------------------------------
    "head.stamped": ("Stamped", "Sello de tiempo"),
    "stamped": (
        "It was there at {at} UTC, says {authority}.",
        "Existía el {at} UTC, según {authority}.",
    ),
    "stamped-unchecked": (
        "It was there at {at} UTC, says who calls itself {authority}: no certificate of an authority is at hand to "
        "check that (--timestamp-ca).",
        "Existía el {at} UTC, según quien se llama {authority}: no hay a mano ningún certificado de autoridad con que "
        "comprobarlo (--timestamp-ca).",
    ),
    "not-authorities": (
        "{file} holds no authority's certificate: {why}.",
        "{file} no contiene el certificado de una autoridad: {why}.",
    ),
    "not-stamped": (
        "The seal is made, but it has no timestamp from {source}: {why}. Try again with the same command.",
        "El sello está hecho, pero no tiene sello de tiempo de {source}: {why}. Inténtelo de nuevo con la misma orden.",
    ),
    "no-token": (
        "its answer is not a timestamp (status {status}, {kind})",
        "su respuesta no es un sello de tiempo (estado {status}, {kind})",
    ),
    "ca-of-what": (
        "--timestamp-ca goes with --timestamp: it says whom to believe about the time.",
        "--timestamp-ca acompaña a --timestamp: dice a quién creer sobre la hora.",
    ),
}
