"""What the fields of the law's tables are called, and what each asks for: which figure, in which unit, such as what."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "valid_from": _("First day"),
    "valid_through": _("Last day"),
    "source": _("Source"),
    "note": _("Note"),
    "amount": _("Amount in rupiah"),
    "amount_exact": _("Amount as the law writes it"),
    "region_name": _("Region"),
    "region_code": _("Code of the region"),
    "province_code": _("Code of the province"),
    "year": _("Year"),
    "level": _("Level"),
    "decree": _("Decree"),
    "kind": _("Kind"),
    "version": _("Version"),
    "subject": _("About (tentang)"),
    "menimbang": _("Menimbang"),
    "mengingat": _("Mengingat"),
    "memperhatikan": _("Memperhatikan"),
    "dictums": _("Dictums"),
    "petikan_dictums": _("Dictums of the petikan"),
    "petikan_closing": _("How the petikan ends"),
    "title": _("Title"),
    "name": _("Name"),
    "code": _("Code"),
    "meaning": _("Meaning"),
    "pattern": _("Pattern"),
    "citation": _("Citation"),
    "rule": _("Rule"),
    "statement": _("What it says"),
    "figure": _("Figure"),
    "group": _("Group of job families"),
    "family": _("Key of the job family"),
    "ceiling_group": _("Group of job families"),
    "programme": _("Programme of BPJS"),
    "risk_group": _("Risk group"),
    "employer": _("Employer's share"),
    "worker": _("Worker's share"),
    "date": _("Date"),
    "cancelled": _("Cancelled: a day of work after all"),
    "unit": _("Which unit"),
    "tier": _("Level"),
    "authority": _("Authority"),
    "document": _("Kind of paper"),
    "abbreviation": _("Abbreviation"),
    "instrument": _("Key of the instrument"),
    "label": _("What stands beside its name"),
    "objection_days": _("Working days to object"),
    "grade": _("Rank (golongan)"),
    "eselon": _("Eselon"),
    "parent": _("Code of the work unit above"),
    "zone": _("Time zone"),
    "criterion": _("What is looked at"),
    "value": _("Value"),
    "beside": _("and besides"),
    "applies": _("Counts (on or off)"),
    "waiver": _("May be waived (never or allowed)"),
    "competency": _("Competency, by its code"),
    "paper": _("Paper"),
    "opening": _("How it begins"),
    "statements": _("What it says, one a line"),
    "closing": _("How it ends"),
    "faith": _("Key of the religion or belief"),
}
"""Fields by name, whichever table they stand in. What stands in none is shown by the name that files use."""

HINTS: dict[str, Promise] = {
    "valid_from": _("The first day on which it holds. Empty in a table by year: from 1 January."),
    "valid_through": _("The last day on which it holds. Empty: no end is known; in a table by year: 31 December."),
    "source": _(
        "The paper that says so, so that another finds it: what it is, its number and date, such as Keputusan Gubernur "
        "Nomor … tanggal …. It stands beside the figure wherever somebody relies on it."
    ),
    "note": _("What a reader should know besides, such as how it was counted."),
    "year": _("The calendar year, such as 2022."),
    "region_code": _("Two digits for a province (76), with two more for a kabupaten or kota (76.01)."),
    "province_code": _("Two digits, such as 76 for Sulawesi Barat."),
    "decree": _("Number and date of the decree that sets it, if the source is another paper."),
    "version": _("A whole number, one more than the version that stands now."),
    "wage_floors.level": _("UMP for a province, UMK for a kabupaten or kota."),
    "wage_floors.amount_exact": _(
        "Rupiah a month as the decree writes it, with a point before the decimals and none elsewhere: 2678863.10. "
        "Empty where it has no decimals."
    ),
    "wage_floors.amount": _(
        "The minimum wage of one month in whole rupiah, such as 2678864 or 2.678.864. Decimals are raised to the next "
        "rupiah; empty: counted from the amount above."
    ),
    "pay_ceilings.amount": _(
        "The state cost standard (SBM) of one month for one person, in whole rupiah, such as 2.177.000; not of a year."
    ),
    "pay_ceilings.group": _("As the table of job families names it, such as in the fact beside."),
    "contribution_ceilings.amount": _("The wage of one month up to which premiums count, in whole rupiah: 12.000.000."),
    "contribution_rates.employer": _("In percent of the month's wage, with a point: 4 or 0.24."),
    "contribution_rates.worker": _("In percent of the month's wage, with a point: 1 or 0."),
    "contribution_rates.risk_group": _("I to V, for JKK only; else empty."),
    "figure": _("The number alone; the sentence above says of what: days, a day of the month, percent."),
    "objection_days": _("A whole number of working days after the result was told, such as 3."),
    "eligibility_rules.level": _("JPT Pratama, Administrator, Pengawas or Pelaksana."),
    "eligibility_rules.eselon": _("For ranks alone: II.a to IV.b."),
    "eligibility_rules.value": _(
        "A rank (III/c), a level of education (D-III), years, months, a grade of penalty (light, medium, heavy) or a "
        "status (pns), as the criterion asks."
    ),
    "eligibility_rules.beside": _(
        "Of a rank how many steps below are let through; of experience the level of the posts that count; of the "
        "appraisal the lowest predikat; of the time in post after how many years it is remarked."
    ),
    "waiver": _(
        "Allowed: one proposes it for somebody with a reason, the Sekretaris decides. Status, rank, discipline and "
        "pension never."
    ),
    "applies": _("Switched off, the rule is told and does not count."),
    "post_competencies.level": _("1 to 4, as competencies are assessed."),
    "inauguration_texts.opening": _(
        "Here and below these fill themselves in: {{ name }}, {{ nip }}, {{ rank }}, {{ post }}, {{ eselon }}, "
        "{{ former_post }}, {{ authority }}, {{ number }}, {{ decided_on }}, {{ held_on }}, {{ held_words }}, "
        "{{ place }}, {{ leader }}, {{ guide }}, {{ level }}, {{ office }}."
    ),
    "inauguration_texts.statements": _(
        "Of berita acara and statements: what stands before the facts of the person, then what follows; of the oath "
        "and the integrity pact its lines."
    ),
    "oath_words.opening": _("The words before the oath's first line, such as Demi Allah, saya bersumpah."),
    "oath_words.closing": _("The words after its last line, where there are any."),
    "holidays.date": _("The day off; first and last day may stay empty."),
}
"""What a field asks for, by table and name, or by name alone: its unit, an example, and where it is found."""


def hint(table: str, name: str) -> str:
    """What a field of a table asks for, in the reader's language; nothing where its label says all."""
    words = HINTS.get(f"{table}.{name}", HINTS.get(name))
    return str(words) if words else ""
