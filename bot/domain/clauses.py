"""Where a check stands, written out: the catalogue keeps short forms, and people read the standard's or the law's name."""

from collections.abc import Iterable

STANDARDS = {
    "27001 A.": "ISO/IEC 27001:2022, Annex A ",
    "ISA6 ": "VDA ISA 6.0, ",
    "ISA27 ": "VDA ISA 2027, ",
    "171r3 ": "NIST SP 800-171 Rev. 3, ",
    "53r5 ": "NIST SP 800-53 Rev. 5, ",
    "TSC ": "SOC 2 trust services criteria, ",
    "TSD recital ": "Directive (EU) 2016/943 on trade secrets, recital ",
    "TSD ": "Directive (EU) 2016/943 on trade secrets, Article ",
    "DTSA ": "Defend Trade Secrets Act (United States), 18 U.S.C. ",
    "GDPR ": "General Data Protection Regulation (EU) 2016/679, Article ",
    "EAR ": "Export Administration Regulations (United States), 15 CFR ",
    "15 CFR ": "Export Administration Regulations (United States), 15 CFR ",
    "ITAR ": "International Traffic in Arms Regulations (United States), 22 CFR ",
    "EU 2021/821 Art. ": "Regulation (EU) 2021/821 on dual-use items, Article ",
    "OFAC ": "Office of Foreign Assets Control (United States), ",
    "EPC Art. ": "European Patent Convention, Article ",
    "35 U.S.C. ": "Patent Act (United States), 35 U.S.C. ",
    "GeschGehG §": "German Trade Secrets Act (GeschGehG), section ",
    "WIPO guide": "WIPO Guide to Trade Secrets and Innovation",
    "EU design novelty and 12-month grace": "Regulation (EC) No 6/2002 on Community designs, Articles 5 and 7",
    "ENX label rules": "rules of the ENX Association for TISAX labels",
    "Stanford v. Roche": "Stanford v. Roche (Supreme Court of the United States, 2011)",
    "UrhG §": "German Copyright Act (UrhG), section ",
    "German ArbnErfG": "German Act on Employees' Inventions (ArbnErfG)",
    "PL Copyright Act Art. ": "Copyright Act (Poland), Article ",
    "IN Copyright Act s. ": "Copyright Act (India), section ",
    "JP Copyright Act Art. ": "Copyright Act (Japan), Article ",
    "naked-licence case law": "case law on licences without quality control (naked licences)",
}


def written_out(clauses: Iterable[str]) -> tuple[str, ...]:
    """One line for each standard or law, with all its clauses; what has no short form stays as it is."""
    found: dict[str, list[str]] = {}
    for clause in clauses:
        short = next((short for short in STANDARDS if clause.startswith(short)), "")
        found.setdefault(STANDARDS.get(short, ""), []).append(clause.removeprefix(short))
    return tuple(line for name, rest in found.items() for line in _lines(name, rest))


def _lines(name: str, rest: list[str]) -> list[str]:
    if not name:
        return rest
    several = name.removesuffix("Article ") + "Articles " if name.endswith("Article ") and len(rest) > 1 else name
    return [several + _and(rest)]


def _and(parts: list[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
