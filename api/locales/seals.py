"""Sentences of seals and proofs."""

TEXTS: dict[str, tuple[str, str]] = {
    "head.meeting": ("Meeting", "Reunión"),
    "head.entries": ("Entries", "Asientos"),
    "head.root": ("Root", "Raíz"),
    "head.holds": ("Holds", "Se sostiene"),
    "head.cosigned": ("Cosigned by", "Cofirmado por"),
    "seal-of": ("The seal over {size} entries", "El sello de {size} asientos"),
    "seal-holds": (
        "yes: the entries are those that were sealed",
        "sí: los asientos son los que se sellaron",
    ),
    "seal-does-not-hold": ("does not hold", "no se sostiene"),
    "nobody": ("nobody yet", "nadie todavía"),
    "no-seals": (
        "There is no seal yet. Closing a meeting makes one; `rcm-ledger seal`, too.",
        "No hay ningún sello todavía. Cerrar una reunión hace uno; `rcm-ledger seal`, también.",
    ),
    "seal-written": ("Written: {file}", "Escrito: {file}"),
    "which-seal": (
        "Which seal? Name one by its meeting or by its number of entries: `rcm-ledger seals rcm-12 --minutes`.",
        "¿Qué sello? Nombre uno por su reunión o por su número de asientos: `rcm-ledger seals rcm-12 --minutes`.",
    ),
    "seal-too-large": (
        "That seal is over {size} entries, and this ledger has {entries}: it is older than the seal, or another.",
        "Ese sello abarca {size} asientos, y este libro tiene {entries}: es anterior al sello, o es otro.",
    ),
    "consistent": (
        "Yes: the first {old} of the {new} entries are the very ones that were sealed earlier.",
        "Sí: los primeros {old} de los {new} asientos son los mismos que se sellaron antes.",
    ),
    "not-consistent": (
        "No: the ledger of {new} entries does not begin with the {old} entries that were sealed earlier. One of the "
        "two seals is of another record.",
        "No: el libro de {new} asientos no comienza con los {old} asientos que se sellaron antes. Uno de los dos "
        "sellos es de otro registro.",
    ),
    "proof-written": (
        "{file} proves {id}: {entries}, under the seal over {size} entries. Whoever gets it checks it with "
        "`rcm-ledger verify {file}`.",
        "{file} prueba {id}: {entries}, bajo el sello de {size} asientos. Quien lo reciba lo comprueba con "
        "`rcm-ledger verify {file}`.",
    ),
    "key-rotated": (
        "Another key signs from now on; the one before it has signed that. The old private key is gone from here.",
        "Otra clave firma desde ahora; la anterior lo ha firmado. La clave privada anterior ya no está aquí.",
    ),
    "minutes-title": ("Seal of the ledger of decisions", "Sello del libro de decisiones"),
    "minutes-entries": ("Entries", "Asientos"),
    "minutes-root": ("Root", "Raíz"),
    "minutes-ledger": ("Ledger", "Libro"),
    "minutes-key": ("Key", "Clave"),
    "minutes-made": ("Made", "Hecho"),
    "minutes-how": (
        "Whoever holds this page can prove that these entries are complete and unaltered:\n"
        "rcm-ledger verify FILE --seal PAGE.txt (size and root, typed as they stand here).",
        "Quien tenga esta página puede probar que estos asientos están completos e inalterados:\n"
        "rcm-ledger verify ARCHIVO --seal PAGINA.txt (tamaño y raíz, tecleados como figuran aquí).",
    ),
    "verify-sealed": (
        "Sealed {seals} times; all seals hold. The last covers {size} entries.",
        "Sellado {seals} veces; todos los sellos se sostienen. El último abarca {size} asientos.",
    ),
    "verify-sealed-once": (
        "Sealed once; the seal holds and covers {size} entries.",
        "Sellado una vez; el sello se sostiene y abarca {size} asientos.",
    ),
    "verify-unsealed": (
        "Not sealed: {entries} after the last seal. Nothing proves yet that these are complete and unaltered.",
        "Sin sellar: {entries} tras el último sello. Nada prueba todavía que estén completos e inalterados.",
    ),
    "verify-never-sealed": (
        "Never sealed: nothing proves that nobody wrote the whole anew.",
        "Nunca sellado: nada prueba que nadie lo haya escrito todo de nuevo.",
    ),
    "proof-good": ("Authentic.", "Auténtico."),
    "proof-bad": ("Not authentic.", "No auténtico."),
    "proof-entries": (
        "{entries} of the {size} that were sealed:",
        "{entries} de los {size} que se sellaron:",
    ),
    "proof-key": (
        "The seal is signed by the ledger's key {named}. Compare it, or the root, with the minutes:",
        "El sello está firmado con la clave del libro {named}. Compárela, o la raíz, con el acta:",
    ),
    "sealed-as": ("Sealed: {size} entries.", "Sellado: {size} asientos."),
}
