"""Pages of running text as annual reports have it: many different sentences, figures in every other."""

from __future__ import annotations

import io
import random

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

WHEN = (
    "Under våren", "I början av året", "Sedan hösten", "Efter sommaren", "Vid årets slut", "Under större delen av året",
    "Enligt verksamhetsplanen", "Tillsammans med parterna", "På styrelsens uppdrag", "Liksom tidigare",
    "I samråd med vården",
    "Utifrån medarbetarnas förslag",
)  # fmt: skip
WHO = (
    "styrelsen", "beredningsgruppen", "kansliet", "arbetsgruppen", "kommunens handläggare", "Försäkringskassan",
    "Arbetsförmedlingen", "regionens vårdcentraler", "samverkansteamet", "processledaren", "de lokala parterna",
    "medarbetarna i insatserna",
)  # fmt: skip
HAS = ("har", "kunde", "ville", "skulle", "lät")
DID = {
    "har": ("utvecklat", "prövat", "beskrivit", "följt upp", "förankrat", "samordnat", "diskuterat", "stärkt"),
    "": ("utveckla", "pröva", "beskriva", "följa upp", "förankra", "samordna", "diskutera", "stärka"),
}
WHAT = (
    "arbetssättet kring unga vuxna", "den gemensamma kartläggningen", "rutinerna för remisser",
    "formerna för uppföljning",
    "samarbetet med arbetsgivare", "stödet till personer med sammansatt problematik", "kunskapen om regelverken",
    "uppdraget för insatserna", "informationen till handläggarna", "de tidiga kontakterna", "vägarna in i stödet",
    "arbetet för jämställdhet", "metoderna för delaktighet", "den psykosociala rehabiliteringen",
)  # fmt: skip
HOW = (
    "genom fasta möten och tydligare roller", "med fokus på den enskildes behov", "så att väntetiderna kan kortas",
    "för att fler ska hitta rätt stöd", "i linje med förbundets ändamål", "utan att kostnaderna ökade",
    "på ett sätt som deltagarna själva efterfrågat", "och resultatet har spridits till andra förbund",
    "vilket beskrivs närmare i utvärderingen", "trots att flera tjänster varit vakanta",
    "i nära dialog med brukarråden",
    "med hjälp av en extern följeforskare",
)  # fmt: skip
FIGURES = (
    "{when} har {n} personer tagit del av stödet, varav {m} kvinnor, {how}.",
    "{when} började {n} nya deltagare {how}.",
    "{when} gick {p} procent av dem som avslutade vidare till arbete eller studier {how}.",
    "{when} uppgick kostnaden för {what} till {k} tkr.",
    "{when} svarade {n} deltagare på enkäten, och {p} % är nöjda med {what}.",
    "{when} tog {m} arbetsgivare emot deltagare för arbetsträning {how}.",
    "{when} har styrelsen haft {m} sammanträden om {what}.",
    "{when} var {n} personer inskrivna {how}.",
)  # fmt: skip
WITH_FIGURES = 0.5
"""So many of the sentences that the reports, with their tables, have seven numbers for a hundred words as real ones."""
HEADINGS = (
    "Samverkan i länet",
    "Styrelsens arbete",
    "Lärande och utveckling",
    "Insatser under året",
    "Uppföljning",
    "Omvärld",
)


def page(dice: random.Random) -> bytes:
    """A page of about 330 words as a PDF."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(dice.choice(HEADINGS), styles["Heading2"])]
    story += [Paragraph(" ".join(_sentence(dice) for _ in range(5)), styles["BodyText"]) for _ in range(6)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story)
    return out.getvalue()


def _sentence(dice: random.Random) -> str:
    if dice.random() < WITH_FIGURES:
        n, m = dice.randint(20, 240), dice.randint(2, 14)
        said = {"when": dice.choice(WHEN), "what": dice.choice(WHAT), "how": dice.choice(HOW)}
        return dice.choice(FIGURES).format(n=n, m=m, p=dice.randint(5, 95), k=dice.randint(200, 4000), **said)
    has = dice.choice(HAS)
    did = dice.choice(DID.get(has, DID[""]))  # 'har styrelsen prövat', 'kunde styrelsen pröva'
    return f"{dice.choice(WHEN)} {has} {dice.choice(WHO)} {did} {dice.choice(WHAT)} {dice.choice(HOW)}."
