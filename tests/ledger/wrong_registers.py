"""Registers with one thing wrong: the text, and the path and the words of the one error in it.

Each is the good register (`tests/ledger/registers.py`) with one thing written otherwise; the line
of the error bears `# here`.
"""

from ledger.changes import KINDS
from ledger.register_file import KEYS
from tests.ledger.registers import GOOD, edited, with_change

DECISION = "meetings[0].decisions[0]"
THIRD = f"{DECISION}.changes[2]"
TIMELINE = (
    "a timeline is {by: date}, {from: date, to: date}, {every: months, at_most: months}, "
    "{standing: body} or open."
)
ITEM_ID = (
    "an item's id is 1 to 64 small letters (a-z), digits, dots and hyphens, the first a letter or "
    "a digit."
)
RECORD_ID = (
    "the id of a meeting, a decision or a proposal is 1 to 64 small letters (a-z), digits, dots, "
    "hyphens and underscores, the first a letter or a digit."
)
MEMBER_ID = "a member's or an observer's id is 2 to 16 capital letters (A-Z), digits and hyphens."
OF_A_MEETING = (
    "id, body, number, title, opens_on, closes_on, place, host, presidency, present, source, "
    "closed, unsettled, cleared, decisions"
)
OF_A_DECISION = (
    "id, number, adopted_on, procedure, text, agreed, recorded, recommended_by, positions, contests, status, "
    "reason, source, changes"
)
BODIES = "the bodies are lon-cp, lon-ts, rcgm, rcm."
MEMBERS = "the members are BZ, CA, CR, DO, GT, HN, MX, NI, PA, SV, US."
LEADS = (
    "allowed: BZ, CA, CR, DO, GT, HN, IOM, MX, NI, PA, PPT, SV, TS, UNHCR, US, lon-cp, lon-ts, "
    "rcgm, rcm."
)
RULED = (
    "allowed: approve, redefine, move, discontinue, translate, start, record-occurrence, complete."
)
SOURCE = "a source is a text, or a mapping with title, page, url and sha256."


def meeting(line: str) -> str:
    return edited("    presidency: US", f"    presidency: US\n    {line}  # here")


def decision(line: str) -> str:
    return edited("        agreed: all", f"        agreed: all\n        {line}  # here")


def position(line: str) -> str:
    return edited("          CA: {stance: agree}", f"          {line}  # here")


def change(line: str) -> str:
    return with_change(f"{line}  # here")


def terms(line: str) -> str:
    return change(f"redefine: {{item: a1, terms: {{{line}}}}}")


def timeline(line: str) -> str:
    return terms(f"timeline: {line}")


def proposal(line: str) -> str:
    return edited("    by: MX", f"    by: MX\n    {line}  # here")


def report(line: str) -> str:
    return edited("  - {item: a1, by: TS, on: 2008-01-01, says: on-track}", f"  - {line}  # here")


def correction(line: str) -> str:
    return f"{GOOD}corrections:\n  - {line}  # here\n"


TERMS = f"{THIRD}.redefine.terms"
CASES: list[tuple[str, str, str]] = [
    # --- keys
    (meeting("titel: x"), "meetings[0].titel", f"There is no key “titel” here; allowed: {OF_A_MEETING}. Did you mean “title”?"),
    (meeting("Host: US"), "meetings[0].Host", f"There is no key “Host” here; allowed: {OF_A_MEETING}. Did you mean “host”?"),
    (decision("meeting: rcm-12"), f"{DECISION}.meeting", f"There is no key “meeting” here; allowed: {OF_A_DECISION}."),
    (decision("adopted on: 2007-04-27"), f"{DECISION}.adopted on", f"There is no key “adopted on” here; allowed: {OF_A_DECISION}. Did you mean “adopted_on”?"),
    (terms("titel: {en: x}"), f"{TERMS}.titel", "There is no key “titel” here; allowed: title, action, lead, timeline, form. Did you mean “title”?"),
    (position("CA: {except_: [a1]}"), f"{DECISION}.positions.CA.except_", "There is no key “except_” here; allowed: stance, except, statement, on, basis, signature. Did you mean “except”?"),
    (proposal("referrals: [{from_: rcgm, from: rcgm, to: rcm}]"), "proposals[0].referrals[0].from_", "There is no key “from_” here; allowed: from, to, at. Did you mean “from”?"),
    (edited("charter: rcm", "charter: rcm\nlangage: en  # here"), "langage", f"There is no key “langage” here; allowed: {', '.join(KEYS)}. Did you mean “language”?"),
    (change("complete: {item: a1}"), f"{THIRD}.complete.outcome", "The key outcome is missing."),
    (change("discontinue: {item: a1}"), f"{THIRD}.discontinue.reason", "The key reason is missing."),
    (change('rectify: {item: a1, voids: "rcm-12-d1#2"}'), f"{THIRD}.rectify.reason", "The key reason is missing."),
    (change('rectify: {item: a1, voids: "rcm-12-d1#2", reason: x, instead: {under: rcm-12-d1}}'), f"{THIRD}.rectify.instead.change", "The key change is missing."),
    (change("record-occurrence: {item: a1}"), f"{THIRD}.record-occurrence.on", "The key on is missing."),
    (change("move: {item: a1}"), f"{THIRD}.move.parent", "The key parent is missing."),
    (change("translate: {item: a1}"), f"{THIRD}.translate.terms", "The key terms is missing."),
    (timeline("{from: 2009-01-01}"), f"{TERMS}.timeline.to", "The key to is missing."),
    # --- a text
    (decision("reason: 5").replace("agreed: all", "status: declined"), f"{DECISION}.reason", "Found the number 5 where a text belongs; if it is meant as a text, put it in quotes."),
    (meeting("place: 1.50"), "meetings[0].place", "Found the number 1.5 where a text belongs; if it is meant as a text, put it in quotes."),
    (meeting("place: true"), "meetings[0].place", "Found true where a text belongs; if it is meant as a text, put it in quotes."),
    (meeting("place: [a]"), "meetings[0].place", "Found a list where a text belongs."),
    (meeting('place: ""'), "meetings[0].place", "Found an empty text; leave the key out, or write null where that clears a text."),
    (terms("title: {en: 5}"), f"{TERMS}.title.en", "Found the number 5 where a text belongs; if it is meant as a text, put it in quotes."),
    (terms("title: 5"), f"{TERMS}.title", "Found the number 5 where a text belongs; if it is meant as a text, put it in quotes."),
    (terms("title: [a]"), f"{TERMS}.title", "Found a list where a text belongs."),
    (terms("title: {}"), f"{TERMS}.title", "Found no language; a text has at least one."),
    (terms('title: "  "'), f"{TERMS}.title", "Found an empty text; leave the key out, or write null where that clears a text."),
    (terms("title: {fr: x}"), f"{TERMS}.title.fr", "Found the language “fr”; the charter's languages are en, es."),
    (terms("title: {en: Girls, boys and youth}"), f"{TERMS}.title.boys and youth", "Found “boys and youth” where a language belongs. A text with a comma in it stands in quotation marks: {en: \"one, two\"}."),
    (terms("title: {EN: x}"), f"{TERMS}.title.EN", "Found “EN”; a language is a code such as en, es or pt-BR. Did you mean “en”?"),
    (change("translate: {item: a1, terms: {title: null}}"), f"{THIRD}.translate.terms.title", "Found an empty value where a text belongs."),
    (change("translate: {item: a1, terms: {lead: [MX]}}"), f"{THIRD}.translate.terms.lead", "There is no key “lead” here; allowed: title, action."),
    (change("translate: {item: a1, terms: {}}"), f"{THIRD}.translate.terms", "Found nothing to translate; name a title or an action."),
    # --- days
    (decision("adopted_on: 2007-02-30"), f"{DECISION}.adopted_on", "Found “2007-02-30”; there is no such day."),
    (decision("adopted_on: 2007-13-01"), f"{DECISION}.adopted_on", "Found “2007-13-01”; there is no such day."),
    (decision("adopted_on: 0000-01-01"), f"{DECISION}.adopted_on", "Found “0000-01-01”; there is no such day."),
    (decision("adopted_on: 27/04/2007"), f"{DECISION}.adopted_on", "Found “27/04/2007”; a day is written YYYY-MM-DD."),
    (decision("adopted_on: 2007-4-27"), f"{DECISION}.adopted_on", "Found “2007-4-27”; a day is written YYYY-MM-DD."),
    (decision("adopted_on: 2007-04-27T00:00:00Z"), f"{DECISION}.adopted_on", "Found “2007-04-27T00:00:00Z”; a day is written YYYY-MM-DD."),
    (decision("adopted_on: 20070427"), f"{DECISION}.adopted_on", "Found the number 20070427; a day is written YYYY-MM-DD."),
    (decision("adopted_on: ２００７-04-27"), f"{DECISION}.adopted_on", "Found “２００７-04-27”; a day is written YYYY-MM-DD."),
    (edited("opens_on: 2007-04-26", "opens_on: 2007-04-28").replace("closes_on: 2007-04-27", "closes_on: 2007-04-27  # here"), "meetings[0].closes_on", "Found closes_on: 2007-04-27, which is before opens_on: 2007-04-28."),
    (
        meeting("closed: 2007-04-26"),
        "meetings[0].closed",
        "Found closed: 2007-04-26, before the meeting ended (closes_on: 2007-04-27); no record is complete by then.",
    ),
    (
        meeting("unsettled: Not yet."),
        "meetings[0].unsettled",
        "Only a meeting that was closed has a reason why its docket is unsettled: give closed, too.",
    ),
    # --- numbers
    (edited("number: 12", "number: twelve  # here"), "meetings[0].number", "Found “twelve” where a whole number belongs."),
    (edited("number: 12", 'number: "12"  # here'), "meetings[0].number", "Found “12” where a whole number belongs."),
    (edited("number: 12", "number: 12.0  # here"), "meetings[0].number", "Found the number 12.0 where a whole number belongs."),
    (edited("number: 12", "number: true  # here"), "meetings[0].number", "Found true where a whole number belongs."),
    (edited("number: 12", "number: .nan  # here"), "meetings[0].number", "Found the number nan where a whole number belongs."),
    (edited("number: 12", f"number: {'9' * 5000}  # here"), "meetings[0].number", f"Found “{'9' * 59}…” where a whole number belongs."),
    (edited("number: 12", "number: 0  # here"), "meetings[0].number", "Found the number 0; at least 1 is allowed."),
    (edited("number: 12", "number: 0x10000  # here"), "meetings[0].number", "Found the number 65536; at most 9999 is allowed."),
    (decision("recorded: 0"), f"{DECISION}.recorded", "Found the number 0; at least 1 is allowed."),
    # --- one of several
    (decision("status: adoptd"), f"{DECISION}.status", "Found “adoptd”; allowed: tabled, submitted, adopted, declined, withdrawn. Did you mean “adopted”?"),
    (decision("procedure: mail"), f"{DECISION}.procedure", "Found “mail”; allowed: plenary, written."),
    (position("CA: {stance: agrees}"), f"{DECISION}.positions.CA.stance", "Found “agrees”; allowed: agree, reserve, object, abstain. Did you mean “agree”?"),
    (terms("form: work-shop"), f"{TERMS}.form", "Found “work-shop”; allowed: workshop, seminar, training, working-visit, information-exchange, study, working-group, standing-agenda-item, follow-up, other. Did you mean “workshop”?"),
    (change("approve: {item: s2, kind: section, role: piller, terms: {title: x}}"), f"{THIRD}.approve.role", "Found “piller”; allowed: line-of-action, sub-item, annex, pillar, informational. Did you mean “pillar”?"),
    (report("{item: a1, by: TS, on: 2008-01-01, says: done}"), "reports[0].says", "Found “done”; allowed: completed, on-track, delayed."),
    (edited("agreed: all", "agreed: al  # here"), f"{DECISION}.agreed", "Found “al”; allowed: all, present, or a list of members. Did you mean “all”?"),
    (edited("agreed: all", "agreed: MX  # here"), f"{DECISION}.agreed", "Found “MX”; allowed: all, present, or a list of members."),
    (edited("agreed: all", "agreed: {MX: agree}  # here"), f"{DECISION}.agreed", "Found a mapping; allowed: all, present, or a list of members."),
    (meeting("present: some"), "meetings[0].present", "Found “some”; allowed: all, or a list of members."),
    (meeting("source: 5"), "meetings[0].source", f"Found the number 5; {SOURCE}"),
    (meeting("source: [x]"), "meetings[0].source", f"Found a list; {SOURCE}"),
    (meeting('source: ""'), "meetings[0].source", "Found an empty text; leave the key out, or write null where that clears a text."),
    (meeting("source: {title: 5}"), "meetings[0].source.title", "Found the number 5 where a text belongs; if it is meant as a text, put it in quotes."),
    (meeting("source: {}"), "meetings[0].source", "Found an empty source; name at least one of title, page, url and sha256."),
    (meeting("source: {sha256: abc}"), "meetings[0].source.sha256", "Found “abc”; a SHA-256 hash is 64 digits from 0 to f."),
    (
        edited("agreed: all", "agreed: [MX, mx]  # here"),
        f"{DECISION}.agreed[1]",
        f"Found “mx”; {MEMBER_ID} Did you mean “MX”?",
    ),
    # --- lists and mappings
    (change("start"), THIRD, "Found “start” where a mapping belongs: key: value."),
    (position("CA: agree"), f"{DECISION}.positions.CA", "Found “agree” where a mapping belongs: key: value."),
    (position("CA: {except: a1}"), f"{DECISION}.positions.CA.except", "Found “a1” where a list belongs: [one, another]."),
    (terms("lead: MX"), f"{TERMS}.lead", "Found “MX” where a list belongs: [one, another]."),
    (proposal("outcome: {adopted: []}"), "proposals[0].outcome.adopted", "Found an empty list; at least 1 is needed."),
    (proposal("changes: {start: {item: a1}}"), "proposals[0].changes", "Found a mapping where a list belongs: [one, another]."),
    # --- ids
    (change("start: {item: A1}"), f"{THIRD}.start.item", f"Found “A1”; {ITEM_ID} Did you mean “a1”?"),
    (change("start: {item: a 1}"), f"{THIRD}.start.item", f"Found “a 1”; {ITEM_ID} Did you mean “a-1”?"),
    (change("start: {item: 1}"), f"{THIRD}.start.item", "Found the number 1 where a text belongs; if it is meant as a text, put it in quotes."),
    (edited("id: rcm-12-d1", "id: RCM 12 D1  # here"), f"{DECISION}.id", f"Found “RCM 12 D1”; {RECORD_ID} Did you mean “rcm-12-d1”?"),
    (position("ca: {stance: agree}"), f"{DECISION}.positions.ca", f"Found “ca”; {MEMBER_ID} Did you mean “CA”?"),
    (edited("presidency: US", "presidency: us  # here"), "meetings[0].presidency", f"Found “us”; {MEMBER_ID} Did you mean “US”?"),
    (edited("body: rcm", "body: RCM  # here"), "meetings[0].body", "Found “RCM”; a body's id is 1 to 32 small letters (a-z), digits and hyphens. Did you mean “rcm”?"),
    (change("rectify: {item: a1, voids: rcm-12-d1, reason: x}"), f"{THIRD}.rectify.voids", 'Found “rcm-12-d1”; a change is named by its decision and its number, in quotes: "rcm-12-d3#2".'),
    (terms("lead: [the ministers]"), f"{TERMS}.lead[0]", "Found “the ministers”; expected is the id of a member (MX), an office (TS, PPT), an observer (IOM) or a body (rcgm)."),
    # --- timelines
    (timeline("opne"), f"{TERMS}.timeline", f"Found “opne”; {TIMELINE}"),
    (timeline("2008-01-01"), f"{TERMS}.timeline", f"Found “2008-01-01”; {TIMELINE}"),
    (timeline("12"), f"{TERMS}.timeline", f"Found the number 12; {TIMELINE}"),
    (timeline("{}"), f"{TERMS}.timeline", f"Found a mapping; {TIMELINE}"),
    (timeline("{bye: 2008-01-01}"), f"{TERMS}.timeline", f"Found a mapping; {TIMELINE}"),
    (timeline("[a]"), f"{TERMS}.timeline", f"Found a list; {TIMELINE}"),
    (timeline("{by: 2008-01-01, to: 2009-01-01}"), f"{TERMS}.timeline.to", f"Found “to”; {TIMELINE}"),
    (timeline("{by: 2008-06-31}"), f"{TERMS}.timeline.by", "Found “2008-06-31”; there is no such day."),
    (timeline("{from: 2009-01-01, to: 2008-01-01}"), f"{TERMS}.timeline.to", "Found to: 2008-01-01, which is before from: 2009-01-01."),
    (timeline("{every: 12, at_most: 6}"), f"{TERMS}.timeline.at_most", "Found at_most: 6, which is less than every: 12."),
    (timeline("{every: 12, at_last: 36}"), f"{TERMS}.timeline.at_last", "There is no key “at_last” here; allowed: every, at_most. Did you mean “at_most”?"),
    (timeline("{every: yearly}"), f"{TERMS}.timeline.every", "Found “yearly” where a whole number belongs."),
    (timeline("{every: 0}"), f"{TERMS}.timeline.every", "Found the number 0; at least 1 is allowed."),
    # --- changes
    (change("strat: {item: a1}"), f"{THIRD}.strat", f"There is no key “strat” here; allowed: {', '.join(KINDS)}. Did you mean “start”?"),
    (change("start: null"), THIRD, f"A change is a mapping with exactly one key, its kind, and its fields below it; the kinds are {', '.join(KINDS)}."),
    (with_change("start: {item: a1}  # here\n            reinstate: {item: a1}"), THIRD, f"A change is a mapping with exactly one key, its kind, and its fields below it; the kinds are {', '.join(KINDS)}."),
    (change("{}"), THIRD, f"A change is a mapping with exactly one key, its kind, and its fields below it; the kinds are {', '.join(KINDS)}."),
    (change("approve: {item: a2, terms: {form: study}}"), f"{THIRD}.approve.terms", "A title or an action is needed."),
    (change("redefine: {item: a1}"), f"{THIRD}.redefine", "Found nothing to redefine; name at least one term, a role or a steward."),
    (change("amend-charter: {}"), f"{THIRD}.amend-charter", "Found nothing to amend; name at least one key of the charter."),
    (change("amend-charter: {members: {MX: {name: {en: M}, since: 2000-01-01}}}"), f"{THIRD}.amend-charter.members.MX.since", "There is no key “since” here; allowed: name."),
    # --- what belongs together
    (decision("reason: Because."), f"{DECISION}.reason", "Only a decision with the status declined or withdrawn has a reason."),
    (proposal("outcome: {declined: x, withdrawn: y}"), "proposals[0].outcome", "An outcome is exactly one of adopted: [decision, …], declined: reason, withdrawn: reason."),
    (proposal("placements: [{section: a1}]"), "proposals[0].placements[0].section", "“a1” is an activity; a proposal is placed in a section, or in a body's workplan."),
    (proposal("referrals: [{from: rcgm, to: rcgm}]"), "proposals[0].referrals[0].to", "“rcgm” refers it to itself; a referral goes from one body to another."),
    (edited("        agreed: all", "        agreed: all\n        status: tabled", proposal("outcome: {adopted: [rcm-12-d1]}")), "proposals[0].outcome.adopted[0]", "The decision “rcm-12-d1” is tabled in the register; a proposal is settled by adopted ones."),
    (proposal("placements: [{}]"), "proposals[0].placements[0]", "Found an empty placement; name at least one of section, workplan, role, form and agenda."),
    (correction("{meeting: rcm-12, decision: rcm-12-d1, path: place, after: x, reason: y}"), "corrections[0]", "A correction is of exactly one of meeting, decision and proposal."),
    (correction("{path: place, after: x, reason: y}"), "corrections[0]", "A correction is of exactly one of meeting, decision and proposal."),
    # --- the top of the file
    (edited("register: 1", "register: 2  # here"), "register", "Found the number 2; this program reads the format register: 1."),
    (edited("register: 1", 'register: "1"  # here'), "register", "Found “1”; this program reads the format register: 1."),
    (edited("register: 1", "register: 1.0  # here"), "register", "Found the number 1.0; this program reads the format register: 1."),
    (edited("register: 1", "register: true  # here"), "register", "Found true; this program reads the format register: 1."),
    (edited("register: 1\ncharter: rcm", "charter: rcm  # here"), "register", "The key register: 1 is missing."),
    (edited("language: en", "language: english  # here"), "language", "Found “english”; a language is a code such as en, es or pt-BR."),
    (edited("language: en", "language: [en]  # here"), "language", "Found a list; a language is a code such as en, es or pt-BR."),
    (edited("language: en", "language: fr  # here"), "language", "Found the language “fr”; the charter's languages are en, es."),
    (edited("language: en", "language: en\nbasis: presummed  # here"), "basis", "Found “presummed”; allowed: own-account, recorded, presumed. Did you mean “presumed”?"),
    (edited("language: en", "language: en\nbasis: signed  # here"), "basis", "Found “signed”; allowed: own-account, recorded, presumed."),
    (edited("reports:\n  - {item: a1, by: TS, on: 2008-01-01, says: on-track}", "reports: {a: b}  # here"), "reports", "Found a mapping where a list belongs: [one, another]."),
    (edited("reports:\n  - {item: a1, by: TS, on: 2008-01-01, says: on-track}", "reports: none  # here"), "reports", "Found “none” where a list belongs: [one, another]."),
    (edited("reports:\n", "reports:\n  - delayed  # here\n"), "reports[0]", "Found “delayed” where a mapping belongs: key: value."),
    (edited("proposals:\n", "  - null  # here\nproposals:\n"), "meetings[1]", "Found an empty value where a mapping belongs: key: value."),
    (edited("proposals:\n", "      - a decision  # here\nproposals:\n"), "meetings[0].decisions[1]", "Found “a decision” where a mapping belongs: key: value."),
    (edited("charter: rcm", "charter: rmc  # here"), "charter", "Found the charter “rmc”; those that come with the program are rcm. Did you mean “rcm”?"),
    (edited("charter: rcm", "charter: [rcm]  # here"), "charter", "Found a list where a charter belongs: the id of one that comes with the program (rcm), or a charter itself."),
    (edited("register: 1\ncharter: rcm", "register: 1  # here"), "charter", "The register names no charter, and there is no ledger that has one; name it at the top: charter: rcm."),
    # --- names
    (edited("body: rcm", "body: rmc  # here"), "meetings[0].body", f"There is no body “rmc”; {BODIES} Did you mean “rcm”?"),
    (change("approve: {item: s2, kind: section, steward: rmc, terms: {title: x}}"), f"{THIRD}.approve.steward", f"There is no body “rmc”; {BODIES} Did you mean “rcm”?"),
    (change("redefine: {item: s1, steward: rcgn}"), f"{THIRD}.redefine.steward", f"There is no body “rcgn”; {BODIES} Did you mean “rcgm”?"),
    (timeline("{standing: lon}"), f"{TERMS}.timeline.standing", f"There is no body “lon”; {BODIES} Did you mean “lon-ts”?"),
    (proposal("placements: [{workplan: lon}]"), "proposals[0].placements[0].workplan", f"There is no body “lon”; {BODIES} Did you mean “lon-ts”?"),
    (proposal("comments: [{by: CA, text: x, placements: [{agenda: plenary}]}]"), "proposals[0].comments[0].placements[0].agenda", f"There is no body “plenary”; {BODIES}"),
    (proposal("referrals: [{from: lon-cp, to: rcmg}]"), "proposals[0].referrals[0].to", f"There is no body “rcmg”; {BODIES} Did you mean “rcm”?"),
    (proposal("referrals: [{from: mx, to: rcgm}]"), "proposals[0].referrals[0].from", f"There is no body “mx”; {BODIES}"),
    (proposal("referrals: [{from: lon-cp, to: rcgm, at: rcm-21}]"), "proposals[0].referrals[0].at", "There is no meeting “rcm-21” in the register or in the ledger. Did you mean “rcm-12”?"),
    (edited("presidency: US", "presidency: NO  # here"), "meetings[0].presidency", f"“NO” is not, and never was, a member; {MEMBERS}"),
    (meeting("host: USA"), "meetings[0].host", f"“USA” is not, and never was, a member; {MEMBERS} Did you mean “US”?"),
    (meeting("present: [US, CAN]"), "meetings[0].present[1]", f"“CAN” is not, and never was, a member; {MEMBERS} Did you mean “CA”?"),
    (terms("lead: [TS, PPT, IOM, rcgm, MX, IMO]"), f"{TERMS}.lead[5]", f"Found “IMO”, which is no member, office, body or observer; {LEADS} Did you mean “IOM”?"),
    (terms("lead: [ST]"), f"{TERMS}.lead[0]", f"Found “ST”, which is no member, office, body or observer; {LEADS} Did you mean “TS”?"),
    (terms("lead: [ACNUR]"), f"{TERMS}.lead[0]", f"Found “ACNUR”, which is no member, office, body or observer; {LEADS} Did you mean “UNHCR”?"),
    (edited("by: MX", "by: mx  # here"), "proposals[0].by", f"Found “mx”, which is no member, office, body or observer; {LEADS} Did you mean “MX”?"),
    (proposal("comments: [{by: Canada, text: x}]"), "proposals[0].comments[0].by", "Found “Canada”; expected is the id of a member (MX), an office (TS, PPT), an observer (IOM) or a body (rcgm)."),
    (report("{item: a1, by: OIM, on: 2008-01-01, says: delayed}"), "reports[0].by", f"Found “OIM”, which is no member, office, body or observer; {LEADS} Did you mean “IOM”?"),
    (report("{item: a2, by: IOM, on: 2008-01-01, says: delayed}"), "reports[0].item", "No change in the register or in the ledger is about an item “a2”."),
    (position("CA: {except: [s1, a1, z9]}"), f"{DECISION}.positions.CA.except[2]", "No change in the register or in the ledger is about an item “z9”."),
    (proposal("placements: [{section: s2}]"), "proposals[0].placements[0].section", "No change in the register or in the ledger is about an item “s2”."),
    (edited("submitted_to: rcm-12", "submitted_to: rcm-13  # here"), "proposals[0].submitted_to", "There is no meeting “rcm-13” in the register or in the ledger. Did you mean “rcm-12”?"),
    (decision("recommended_by: [mx-1, mx-2]"), f"{DECISION}.recommended_by[1]", "There is no proposal “mx-2” in the register or in the ledger. Did you mean “mx-1”?"),
    (proposal("outcome: {adopted: [rcm-12-d1, rcm-12-d2]}"), "proposals[0].outcome.adopted[1]", "There is no decision “rcm-12-d2” in the register or in the ledger. Did you mean “rcm-12-d1”?"),
    (correction("{decision: rcm-12-d9, path: source, after: x, reason: y}"), "corrections[0].decision", "There is no decision “rcm-12-d9” in the register or in the ledger. Did you mean “rcm-12-d1”?"),
    (correction("{meeting: rcm-21, path: place, after: x, reason: y}"), "corrections[0].meeting", "There is no meeting “rcm-21” in the register or in the ledger. Did you mean “rcm-12”?"),
    (correction("{proposal: mx-9, path: source, after: x, reason: y}"), "corrections[0].proposal", "There is no proposal “mx-9” in the register or in the ledger. Did you mean “mx-1”?"),
    # --- the same id twice
    (edited("proposals:\n", "      - {id: rcm-12-d1, text: x}  # here\nproposals:\n"), "meetings[0].decisions[1].id", "There are two decisions “rcm-12-d1”; the other is at {file}:13 (meetings[0].decisions[0].id)."),
    (edited("proposals:\n", "  - {id: rcm-13, body: rcm, title: x, opens_on: 2008-05-01, closes_on: 2008-05-01, decisions: [{id: rcm-12-d1, text: x}]}  # here\nproposals:\n"), "meetings[1].decisions[0].id", "The id “rcm-12-d1” is that of a decision of the meeting “rcm-12”, at {file}:13 (meetings[0].decisions[0].id); choose another."),
    (edited("reports:\n", "  - {id: mx-1, by: MX, submitted_to: rcm-12, text: x}  # here\nreports:\n"), "proposals[1].id", "There are two proposals “mx-1”; the other is at {file}:22 (proposals[0].id)."),
    # --- days on the wrong side of the adoption
    (change("record-occurrence: {item: a1, on: 2007-04-28}"), f"{THIRD}.record-occurrence.on", "Found 2007-04-28, after the adoption on 2007-04-27; only what took place by then can be recorded."),
    (position("CA: {on: 2007-04-28}"), f"{DECISION}.positions.CA.on", "Found 2007-04-28, after the adoption on 2007-04-27; a position is taken by then."),
    (change("admit-member: {member: AR, since: 2007-04-26}"), f"{THIRD}.admit-member.since", "Found 2007-04-26, before the adoption on 2007-04-27; nobody becomes a member earlier."),
    (change("withdraw-member: {member: BZ, until: 2007-04-26}"), f"{THIRD}.withdraw-member.until", "Found 2007-04-26, before the adoption on 2007-04-27; nobody ceases to be a member earlier."),
    (change('rectify: {item: a1, voids: "rcm-12-d1#2", reason: x, instead: {change: {record-occurrence: {item: a1, on: 2007-04-28}}}}'), f"{THIRD}.rectify.instead.change.record-occurrence.on", "Found 2007-04-28, after the adoption on 2007-04-27; only what took place by then can be recorded."),
    # --- the other errors of the register
    (position("CA: {stance: reserve}"), f"{DECISION}.positions.CA.statement", "The key statement is missing: a reservation needs its words."),
    (position("CA: {basis: signed}"), f"{DECISION}.positions.CA.basis", "Found signed, and no signature with it. Add signature: {ledger: …, key: …, value: …} as `rcm-ledger sign-position` writes it, or say own-account, recorded or presumed."),
    (change("approve: {item: a2, role: annex, terms: {title: x}}"), f"{THIRD}.approve.role", "Only a section has a role, and “a2” is an activity."),
    (change("approve: {item: a2, steward: rcm, terms: {title: x}}"), f"{THIRD}.approve.steward", "Only a section has a steward, and “a2” is an activity."),
    (change("redefine: {item: a1, role: annex}"), f"{THIRD}.redefine.role", "Only a section has a role, and “a1” is an activity."),
    (change("redefine: {item: a1, steward: null}"), f"{THIRD}.redefine.steward", "Only a section has a steward, and “a1” is an activity."),
    (change('rectify: {item: a1, voids: "rcm-12-d1#2", reason: x, instead: {change: {redefine: {item: a1, role: annex}}}}'), f"{THIRD}.rectify.instead.change.redefine.role", "Only a section has a role, and “a1” is an activity."),
    (change("amend-charter: {rules: {reinstate: {by: steward}}}"), f"{THIRD}.amend-charter.rules.reinstate", f"Found “reinstate”; {RULED} Did you mean “translate”?"),
    (change("amend-charter: {rules: {rectify: {by: steward}}}"), f"{THIRD}.amend-charter.rules.rectify", f"Found “rectify”; {RULED}"),
    (change("amend-charter: {rules: {admit-member: {by: steward}}}"), f"{THIRD}.amend-charter.rules.admit-member", f"Found “admit-member”; {RULED}"),
    (change("amend-charter: {rules: {withdraw-member: {by: steward}}}"), f"{THIRD}.amend-charter.rules.withdraw-member", f"Found “withdraw-member”; {RULED}"),
    (change("amend-charter: {rules: {amend-charter: {by: steward}}}"), f"{THIRD}.amend-charter.rules.amend-charter", f"Found “amend-charter”; {RULED}"),
]  # fmt: skip
