"""The help of the commands that seal and prove, and of what is typed after them."""

from api.locales.help import _both

TEXTS: dict[str, tuple[str, str]] = {
    "seal": (
        "Seal the ledger: from here on nobody can rewrite what is in it unseen.",
        "Sella el libro: desde aquí nadie puede reescribir lo que contiene sin que se note.",
    ),
    "seal.more": (
        "A seal is a few lines: how many entries there are, the root of their tree, the ledger's "
        "signature. Who keeps them can prove later that these entries are complete and unaltered. "
        "Closing a meeting makes one. Where nothing followed the last seal, it is given again.",
        "Un sello son unas líneas: cuántos asientos hay, la raíz de su árbol, la firma del libro. "
        "Quien las guarde podrá probar más tarde que esos asientos están completos e inalterados. "
        "Cerrar una reunión hace uno. Si nada siguió al último sello, se da ese mismo.",
    ),
    "seal.examples": (
        "rcm-ledger seal\n"
        "rcm-ledger seal -o SEAL.txt\n"
        "rcm-ledger seal --minutes -o page.txt\n"
        "rcm-ledger seal --timestamp https://tsa.example/tsr --timestamp-ca tsa.pem",
        "rcm-ledger seal\n"
        "rcm-ledger seal -o SELLO.txt\n"
        "rcm-ledger seal --minutes -o pagina.txt\n"
        "rcm-ledger seal --timestamp https://tsa.example/tsr --timestamp-ca tsa.pem",
    ),
    "seals": (
        "List the seals, and whether each still holds; or give one of them again.",
        "Enumera los sellos, y si cada uno todavía se sostiene; o da de nuevo uno de ellos.",
    ),
    "seals.more": (
        "A seal is named by the meeting at whose closing it was made, or by its number of entries.",
        "Un sello se nombra por la reunión a cuyo cierre se hizo, o por su número de asientos.",
    ),
    "seals.examples": _both(
        "rcm-ledger seals\n"
        "rcm-ledger seals rcm-12\n"
        "rcm-ledger seals rcm-12 --minutes"
    ),
    "proof": (
        "Write a small file that proves what was decided to whoever gets it.",
        "Escribe un pequeño archivo que prueba lo decidido a quien lo reciba.",
    ),
    "proof.more": (
        "It holds the entries about a decision, a change (rcm-12-d3#2) or an item's whole history, "
        "and that they stand under a seal (the form is c2sp.org/tlog-proof). `verify` checks it "
        "with nothing else at hand.",
        "Contiene los asientos sobre una decisión, un cambio (rcm-12-d3#2) o toda la historia de "
        "un elemento, y que están bajo un sello (la forma es c2sp.org/tlog-proof). `verify` lo "
        "comprueba sin nada más a mano.",
    ),
    "proof.examples": (
        "rcm-ledger proof statistics -o statistics.tlog-proof\n"
        "rcm-ledger proof rcm-12-d2#1 --seal rcm-12",
        "rcm-ledger proof statistics -o estadisticas.tlog-proof\n"
        "rcm-ledger proof rcm-12-d2#1 --seal rcm-12",
    ),
    "consistency": (
        "Show that the later of two seals contains the earlier.",
        "Muestra que el posterior de dos sellos contiene al anterior.",
    ),
    "consistency.more": (
        "A seal is named by its meeting or its number of entries, or is a file that came from "
        "elsewhere. With -o, the proof is written as a witness takes it (c2sp.org/tlog-witness).",
        "Un sello se nombra por su reunión o su número de asientos, o es un archivo llegado de "
        "otra parte. Con -o, la prueba se escribe como la recibe un testigo "
        "(c2sp.org/tlog-witness).",
    ),
    "consistency.examples": (
        "rcm-ledger consistency rcm-8 rcm-12\n"
        "rcm-ledger consistency SEAL.txt rcm-25",
        "rcm-ledger consistency rcm-8 rcm-12\n"
        "rcm-ledger consistency SELLO.txt rcm-25",
    ),
    "key": (
        "Show the ledger's public keys; or let a new one sign.",
        "Muestra las claves públicas del libro; o hace que firme una nueva.",
    ),
    "key.more": (
        "The private key is a file beside the ledger (mode 0600), or where RCM_LEDGER_KEY says. A "
        "new one takes its place by an entry that the old one signs.",
        "La clave privada es un archivo junto al libro (modo 0600), o donde diga RCM_LEDGER_KEY. "
        "Una nueva ocupa su lugar mediante un asiento que firma la anterior.",
    ),
    "key.examples": _both("rcm-ledger key\nrcm-ledger key --rotate"),
    # --- what is typed after them -----------------------------------------------------------------
    "verify.seal": (
        "A seal that you kept: its file, or the page of the minutes, typed or scanned.",
        "Un sello que guardó: su archivo, o la página del acta, tecleada o escaneada.",
    ),
    "minutes": (
        "As a page for the minutes, in both languages.",
        "Como página para el acta, en ambos idiomas.",
    ),
    "seals.seal": (
        "One seal: its meeting, or its number of entries.",
        "Un sello: su reunión, o su número de asientos.",
    ),
    "proof.seal": (
        "The seal that it is to stand under. Default: the last.",
        "El sello bajo el que ha de estar. Por omisión: el último.",
    ),
    "proof.id": (
        "A decision, a change or an item.",
        "Una decisión, un cambio o un elemento.",
    ),
    "earlier": ("The one seal.", "Uno de los sellos."),
    "later": ("The other.", "El otro."),
    "rotate": ("Make a new key, which signs from now on.", "Hace una clave nueva, que firma desde ahora."),
    "unsealed": (
        "Without a seal, where the ledger's key is lost.",
        "Sin sello, si se perdió la clave del libro.",
    ),
    "metavar.seal": ("SEAL", "SELLO"),
    "metavar.earlier": ("SEAL", "SELLO"),
    "metavar.later": ("SEAL", "SELLO"),
    "metavar.proof.id": ("ID", "ID"),
}
