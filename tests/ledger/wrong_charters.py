"""A good charter, and what can be wrong with it: what is written otherwise, and the one error."""

FOUNDING = """\
charter: lake
title: {en: Lake Council, fr: Conseil du lac}
languages: [en, fr]
root: council
bodies:
  council:
    name: {en: Council}
    level: ministerial
    adopts: {en: Resolution}
  board:
    name: {en: Board}
    level: officials
    adopts: {en: Finding}
    reports_to: council
members:
  NORTH: {name: {en: North}, since: 2011-02-01}
  SOUTH: {name: {en: South}, since: 2011-02-01, until: 2019-01-01}
observers:
  NGO: {name: {en: Friends of the Lake}}
rules:
  redefine: {by: approving, agreement: two-thirds}
"""

CASES = [
    ("root: council", "root: counsel", 4, "root", "Found “counsel”; the bodies are council, board. Did you mean “council”?"),
    ("reports_to: council", "reports_to: counsel", 14, "bodies.board.reports_to", "Found “counsel”; the bodies are council, board. Did you mean “council”?"),
    ("reports_to: council", "reports_to: board", 14, "bodies.board.reports_to", "The body would report to itself."),
    ("level: ministerial", "level: ministerial\n    reports_to: board", 9, "bodies.council.reports_to", "The body would report to itself."),
    ("  NGO:", "  NORTH:", 19, "observers.NORTH", "“NORTH” is given as a member and as an observer; one is allowed."),
    ("  NGO:", "  TS:", 19, "observers.TS", "“TS” is an office; choose another id."),
    ("  NORTH:", "  PPT:", 16, "members.PPT", "“PPT” is an office; choose another id."),
    ("until: 2019-01-01", "until: 2010-01-01", 17, "members.SOUTH.until", "Found until: 2010-01-01, which is before since: 2011-02-01."),
    ("name: {en: Board}", "name: {de: Vorstand}", 11, "bodies.board.name.de", "Found the language “de”; the charter's languages are en, fr."),
    ("name: {en: Friends of the Lake}", "name: {fra: Amis}", 19, "observers.NGO.name.fra", "Found the language “fra”; the charter's languages are en, fr. Did you mean “fr”?"),
    ("languages: [en, fr]", "languages: []", 3, "languages", "Found an empty list; at least 1 is needed."),
    ("languages: [en, fr]", "languages: en", 3, "languages", "Found “en” where a list belongs: [one, another]."),
    ("charter: lake", "charter: The Lake", 1, "charter", "Found “The Lake”; a charter's id is 1 to 64 small letters (a-z), digits and hyphens. Did you mean “the-lake”?"),
    ("  NORTH:", "  north:", 16, "members.north", "Found “north”; a member's or an observer's id is 2 to 16 capital letters (A-Z), digits and hyphens. Did you mean “NORTH”?"),
    ("since: 2011-02-01}", "since: 2011-02-31}", 16, "members.NORTH.since", "Found “2011-02-31”; there is no such day."),
    ("agreement: two-thirds", "agreement: two thirds", 21, "rules.redefine.agreement", "Found “two thirds”; allowed: unanimity, consensus, majority, two-thirds. Did you mean “two-thirds”?"),
    ("  redefine: {by", "  rectify: {by", 21, "rules.rectify", "Found “rectify”; allowed: approve, redefine, move, discontinue, translate, start, record-occurrence, complete."),
    ("    level: officials\n", "", 10, "bodies.board.level", "The key level is missing."),
    ("title: {en: Lake Council, fr: Conseil du lac}", "title: Lake Council", 2, "title", "Found “Lake Council” without its language; write {en: …, es: …}, or name the language of all such texts at the top of the register (language: en)."),
    ("rules:", "rule:", 20, "rule", "There is no key “rule” here; allowed: charter, title, languages, root, bodies, members, observers, rules. Did you mean “rules”?"),
]  # fmt: skip
