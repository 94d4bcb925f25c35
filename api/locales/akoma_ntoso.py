"""Words of the plan as Akoma Ntoso."""

TEXTS: dict[str, tuple[str, str]] = {
    "akn.current": ("in the plan, as it stands", "en el plan, tal como está"),
    "akn-one-language": (
        "An Akoma Ntoso file is an expression, and has one language: write one with `--lang en` "
        "and one with `--lang es` in the place of `--both`.",
        "Un archivo Akoma Ntoso es una expresión, y tiene un solo idioma: escriba uno con `--lang en` "
        "y otro con `--lang es` en lugar de `--both`.",
    ),
    "column.steward": ("Steward", "Encargado"),
}
