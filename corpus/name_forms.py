"""An intervention that one report writes in several ways."""

from __future__ import annotations

import re
from collections import defaultdict

from corpus.clashes import remark
from corpus.messages import listed
from corpus.records import Finding, ReportFacts
from normalize.names import is_genitive, without_lost_letters, words
from normalize.types import NameMention


def name_forms(report: ReportFacts) -> list[Finding]:
    """One remark per intervention with two printed names that neither an acronym nor a bracket explains."""
    explained = {n.printed for n in report.names if n.method == "declared_acronym"}
    who = {n.printed: n.intervention_id for n in report.names if n.intervention_id[:1] != "_"}
    inflected = {p for p in who if p[:1].islower() or any(_of_other(p, q) for q in who if who[p] == who[q])}
    forms: dict[str, dict[str, list[NameMention]]] = defaultdict(lambda: defaultdict(list))
    for mention in report.reading.names:
        if mention.printed in who and mention.printed not in explained | inflected and not mention.alias_of:
            forms[who[mention.printed]][_comparable(mention.printed, report.record.language_folded)].append(mention)
    found = []
    for intervention, printed in sorted(forms.items()):
        if len(printed) > 1:
            places = [m.place for mentions in printed.values() for m in mentions[:1]]
            names = [_plain(mentions[0].printed) for mentions in printed.values()]
            params = {"forms": listed(names)}
            found.append(
                remark(
                    "name",
                    "name_forms",
                    report.record.report_id,
                    intervention,
                    places=places,
                    values=names,
                    params=params,
                )
            )
    return found


def _of_other(printed: str, other: str) -> bool:
    """Grammar, not another spelling: the genitive of another form, or one with a general word before it."""
    head, _, rest = printed.partition(" ")
    return is_genitive(printed, other) or (rest == other and head.casefold() in words("generic"))


def _comparable(printed: str, language_folded: bool) -> str:
    """The name as written; of a text that lost its å ä ö only what misreading leaves alone."""
    return without_lost_letters(_plain(printed)) if language_folded else _plain(printed)


def _plain(printed: str) -> str:
    """A name without a bracketed addition, line breaks and the hyphens they leave."""
    bare = re.sub(r"\s*\([^)]*\)", "", printed)
    return re.sub(r"-\s+(?=[a-zåäö])", "", " ".join(bare.split())).strip(" .,:")
