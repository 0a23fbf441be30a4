"""Lines of a narrow cell come back as the words that were broken."""

from __future__ import annotations

import pytest

from extract.joining import join_lines


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Samverkans-", "team"], "Samverkansteam"),
        (["IPS-", "beroende"], "IPS-beroende"),
        (["arbete/", "studier"], "arbete/ studier"),
        (["Sörmlands-", "Nyköping"], "Sörmlands-Nyköping"),
        (["arbets-", "och studieförmåga"], "arbets- och studieförmåga"),
        (["Haninge", "Botkyrka"], "Haninge Botkyrka"),
        (["2017-", "2018"], "2017-2018"),
        (["in\u00ad", "satser"], "insatser"),
        (["mål -", "resultat"], "mål - resultat"),
        (["-", "3 deltagare"], "- 3 deltagare"),
        (["  Antal ", "", " deltagare"], "Antal deltagare"),
        ([], ""),
    ],
)
def test_a_cell_broken_over_lines_reads_as_one_text(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text
