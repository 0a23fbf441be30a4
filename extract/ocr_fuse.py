"""What three readers say of the same ink -> words: letters from one, figures and signs by vote, the rest kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.ocr_digits import SIGNS
from extract.ocr_tesseract import Said
from extract.types import Alternative, BBox, Word

if TYPE_CHECKING:
    from extract.ocr_tokens import Token

OWN, ENGLISH, SWEDISH = "digits", "eng", "swe"
"""How the readers are named in alternatives: our own of figures, and Tesseract's models."""
DASHES = str.maketrans("–—−‐‑~_", "-------")
PERCENT = SIGNS.index("%")
FIGURE = re.compile(r"[-+(]*\d[\d.,/:()%+-]*|[(]?%[).,]*|-+")
SLIPS = str.maketrans("OoIl|SsBZ!", "0011155821")
"""Letters Tesseract gives for digits where only figures stand."""
SURE_LETTER = 0.8
"""How sure the Swedish model must be that a stroke is an I: it knows the words about it."""
LEAST_TRUST = 0.01
"""What a reader that is not sure at all weighs: readers that all are so still have a say."""
GHOSTS = "—–-=~_«»<"
"""Signs that a model sees in the white before a figure."""
GHOST_LOW = 0.45
"""Of the height of a word's letters: what is higher than this is no dash or bullet."""
MARKS = frozenset(".,:;'`´|°·")
SURE_ASTERISK = 0.8
"""How sure the English model must be of an asterisk."""
AGREED, TWO, ALONE = 0.98, 0.95, 0.85
"""How sure a figure is at most: when all readers agree, when two of them do, when it stands on one."""
MINUS_HIGH, MINUS_WIDE, MINUS_AT = 0.35, (0.1, 1.05), (0.3, 0.68)
"""Of a digit's height: how high a minus is at most, how wide, and how far under the digit's top its middle is."""
SURE_ONES, LEVEL = 0.9, 0.13
"""Our own reader's surety that is believed against both models which saw fewer signs, all of them digits of one height;
and how much of it their tops and feet may differ."""
ONE_LIKE, NARROW = frozenset("1lIi|!"), 0.65
"""Letters that a 1 may be; and how wide it is at most, of its height."""
SURE_PERCENT = 0.98
"""Our own reader's surety that makes a % sign where the English model saw none: two touching digits look like one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's view of some ink: its text without spaces, how sure it is (0-1), who it is."""

    text: str
    confidence: float
    reader: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Tokens that belong together because some reader took them as one, and what Tesseract says there."""

    tokens: tuple[Token, ...]
    english: tuple[Said, ...]
    swedish: tuple[Said, ...]


def heard(tokens: Sequence[Token], english: Sequence[Said], swedish: Sequence[Said]) -> list[Heard]:
    """The tokens of one piece in groups, each with the words that Tesseract found over them."""
    root = list(range(len(tokens)))
    over: list[tuple[int, Said, str]] = []
    for model, words in ((ENGLISH, english), (SWEDISH, swedish)):
        for said in (part for whole in words for part in _parted(whole, tokens)):
            mine = [i for i, t in enumerate(tokens) if _covers(said, t)]
            if not mine and not any(c.isalnum() for c in said.text):
                continue  # a sign where there is no ink: Tesseract sees such in the white between pieces
            mine = mine or [_nearest(said, tokens)]
            over.append((mine[0], said, model))
            low = min(root[i] for i in mine)
            joined = {root[i] for i in mine}
            root = [low if r in joined else r for r in root]
    groups: dict[int, list[int]] = defaultdict(list)
    for i, r in enumerate(root):
        groups[r].append(i)
    return [
        Heard(
            tuple(tokens[i] for i in own),
            tuple(s for i, s, m in over if root[i] == r and m == ENGLISH),
            tuple(s for i, s, m in over if root[i] == r and m == SWEDISH),
        )
        for r, own in sorted(groups.items())
    ]


def _covers(said: Said, token: Token) -> bool:
    common = min(said.x1, token.x1) - max(said.x0, token.x0)
    return common > 0.5 * min(said.x1 - said.x0, token.x1 - token.x0)


def _nearest(said: Said, tokens: Sequence[Token]) -> int:
    """The token next to a word that stands over none: Tesseract's boxes of narrow letters are off at times."""
    return min(range(len(tokens)), key=lambda i: max(tokens[i].x0 - said.x1, said.x0 - tokens[i].x1))


def is_disputed(group: Heard) -> bool:
    """Whether a third reader should be asked about figures: ours and the English model do not say the same."""
    if not any(t.kind != "word" for t in group.tokens):
        return False
    return _own(group.tokens).text != _joined(group.english, ENGLISH).text


def fused(group: Heard, scale: float) -> list[Word]:
    """The words of a group, in points."""
    own, english, swedish = _own(group.tokens), _joined(group.english, ENGLISH), _joined(group.swedish, SWEDISH)
    if _lost_ones(group, own, (english, swedish)):
        return _placed(replace(own, confidence=ALONE), [own, english, swedish], group.tokens, scale)
    if own.text == "1" and swedish.text == "I" and swedish.confidence > SURE_LETTER:
        return [_said_word(s, group.tokens, scale, (Alternative("1", own.confidence, OWN),)) for s in group.swedish]
    if _is_figures(group, english, swedish):
        percents = [g.chances[PERCENT] for t in group.tokens for g in t.glyphs]
        chosen = vote(own, english, swedish, percents, minus=is_minus(group.tokens[0]))
        return _placed(chosen, [own, english, swedish], group.tokens, scale)
    if _is_asterisk(group, english):
        other = (Alternative(swedish.text, swedish.confidence, SWEDISH),) if swedish.text not in {"", "*"} else ()
        return [_said_word(s, group.tokens, scale, other) for s in group.english]
    words = [_without_ghost(w, group) if not i else w for i, w in enumerate(_said(group, english, swedish, scale))]
    if words and words[0].text.isdigit() and is_minus(group.tokens[0]):
        words[0] = words[0].put_right(f"-{words[0].text}", SWEDISH)
    return words


def _lost_ones(group: Heard, own: Reading, others: Sequence[Reading]) -> bool:
    """Whether both models overlooked a narrow 1, or took two for one letter, where every digit's ink stands apart."""
    boxes = [g.box for t in group.tokens for g in t.glyphs]
    if any(t.kind != "figure" for t in group.tokens) or own.confidence < SURE_ONES:
        return False
    if not own.text.isdigit() or "1" not in own.text or len(boxes) != len(own.text):
        return False
    high = max(b[3] - b[1] for b in boxes)
    level = all(max(max(b[i] for b in boxes) - b[i] for b in boxes) <= LEVEL * high for i in (1, 3))
    apart = all(b[0] >= a[2] for a, b in pairwise(boxes))
    said = [figure_text(r.text) for r in others if r.text]
    bare = own.text.replace("1", "")
    lost = [
        len(t) < len(own.text) and t.replace("1", "") == bare if t.isdigit() else not bare and not set(t) <= ONE_LIKE
        for t in said
    ]
    narrow = all(b[2] - b[0] <= NARROW * high for b in boxes) or bool(bare)
    return level and apart and narrow and bool(lost) and all(lost)


def _said(group: Heard, english: Reading, swedish: Reading, scale: float) -> list[Word]:
    """What the models say of a group that is no figure, the Swedish one first."""
    if not group.swedish:
        return [_said_word(s, group.tokens, scale, ()) for s in group.english]
    if any("%" in t.own and t.kind != "word" for t in group.tokens):
        return [w for s in group.swedish for w in _with_percent(s, group, scale)]
    others = () if english.text in {"", swedish.text} else (Alternative(english.text, english.confidence, ENGLISH),)
    return [_said_word(s, group.tokens, scale, others if len(group.swedish) == 1 else ()) for s in group.swedish]


def _without_ghost(word: Word, group: Heard) -> Word:
    """A group's first word without the dash that a model saw in the white before it: its ink begins with a letter."""
    bare = word.text.lstrip(GHOSTS)
    glyphs = group.tokens[0].glyphs
    if bare == word.text or not bare[:1].isalpha():
        return word
    (x0, y0, x1, y1), most = glyphs[0].box, max(g.box[3] - g.box[1] for g in glyphs)
    if y1 - y0 < GHOST_LOW * most and x1 - x0 < 2 * most:
        return word
    return word.put_right(bare, SWEDISH)


def is_minus(token: Token) -> bool:
    """Whether the ink before the first digit is a stroke at half its height, whatever the readers make of it."""
    if len(token.glyphs) < 2:
        return False
    (x0, y0, x1, y1), (_, top, _, bottom) = token.glyphs[0].box, token.glyphs[1].box
    high = bottom - top
    return (
        y1 - y0 <= min(MINUS_HIGH * high, x1 - x0)
        and MINUS_WIDE[0] * high <= x1 - x0 <= MINUS_WIDE[1] * high
        and MINUS_AT[0] * high <= (y0 + y1) / 2 - top <= MINUS_AT[1] * high
    )


def _is_asterisk(group: Heard, english: Reading) -> bool:
    """Whether a sign that stands alone is an asterisk: the Swedish model has none and gives any sign for it."""
    glyphs = sum(len(t.glyphs) for t in group.tokens)
    return glyphs == 1 and english.text == "*" and english.confidence > SURE_ASTERISK


def _with_percent(said: Said, group: Heard, scale: float) -> list[Word]:
    """A Swedish word as it is, or as our reader sees it where that sees a % sign, which the Swedish model cannot."""
    over = tuple(t for t in group.tokens if _covers(said, t))
    own = _own(over) if over else None
    if own and "%" in own.text and all(t.kind == "figure" for t in over) and own.confidence > 0.9:
        return _placed(own, [own, _joined((said,), SWEDISH)], over, scale)
    return [_said_word(said, group.tokens, scale, ())]


def _is_figures(group: Heard, english: Reading, swedish: Reading) -> bool:
    """Whether a group holds figures only: by our reader's eye, unless both models read a word there."""
    kinds = {t.kind for t in group.tokens}
    if "word" in kinds:
        return False
    worded = _is_word(english.text), _is_word(swedish.text)
    if kinds == {"figure"}:
        sure = min(t.sure for t in group.tokens)
        against = [w for w, r in zip(worded, (english, swedish), strict=True) if r.text]
        return not against or not all(against) or (sure > 0.97 and not any(c.isalpha() for c in english.text))
    figures = [r for r, w in zip((english, swedish), worded, strict=True) if r.text and not w]
    words = [r for r, w in zip((english, swedish), worded, strict=True) if r.text and w]
    if not figures:
        return not words
    return max(r.confidence for r in figures) >= max((r.confidence for r in words), default=0.0)


def _is_word(text: str) -> bool:
    """Whether a text is no figure, letters that digits are misread as allowed."""
    plain = text.translate(DASHES)
    return not FIGURE.fullmatch(plain) and not (
        FIGURE.fullmatch(plain.translate(SLIPS)) and (len(plain) <= 2 or any(c.isdigit() for c in plain))
    )


def vote(
    own: Reading, english: Reading, swedish: Reading, percents: Sequence[float] = (), *, minus: bool = False
) -> Reading:
    """The figure that most readers see; sign by sign where they see the same number of signs.

    The Swedish model has no % sign, so it has no say where another sees one; a % sign that the English model does not
    see is believed only when our reader is very sure. With `minus` a stroke stands before the figure: models that read
    all but it took it for dirt.
    """
    e, s = figure_text(english.text), figure_text(swedish.text)
    o = own.text
    if minus:
        o, e, s = (f"-{t}" if len(t) == len(o) - o.startswith("-") and t.isdigit() else t for t in (o, e, s))
    if "%" in o and "%" not in e and e and max(percents, default=0.0) < SURE_PERCENT:
        o = ""
    if "%" in o + e:
        s = ""
    texts = [(t, r) for t, r in ((o, own), (e, english), (s, swedish)) if t]
    if not texts:
        return own
    if o and o == e:
        return Reading(o, AGREED if o == s or own.confidence > 0.9 else TWO, OWN)
    if (o and o == s) or (e and e == s):
        return Reading(s, TWO, SWEDISH)
    lengths = [len(t) for t, _ in texts]
    same = [(t, r) for t, r in texts if len(t) == max(set(lengths), key=lambda n: (lengths.count(n), n))]
    if len(same) >= 2:
        text, sure = "", 1.0
        for signs in zip(*(t for t, _ in same), strict=True):
            weight: dict[str, float] = defaultdict(float)
            for sign, (_, reader) in zip(signs, same, strict=True):
                weight[sign] += _trust(reader)
            best = max(weight, key=lambda c: (weight[c], c))
            text += best
            sure = min(sure, weight[best] / sum(weight.values()))
        return Reading(text, min(sure, ALONE), "vote")
    text, reader = max(texts, key=lambda pair: _trust(pair[1]))
    return Reading(text, min(reader.confidence, ALONE), reader.reader)


def _trust(reading: Reading) -> float:
    """How much a reader's word weighs: ours is the best with figures, the Swedish model the worst."""
    return max(reading.confidence, LEAST_TRUST) * {OWN: 1.15, ENGLISH: 1.0, SWEDISH: 0.8}.get(reading.reader, 1.0)


def figure_text(text: str) -> str:
    """A model's text as a figure: dashes as hyphens, letters that stand for digits as digits, spaces out."""
    plain = re.sub(r"^[-=]+(?=\d)", "-", text.translate(DASHES))
    if any(c.isalpha() or c in "|!" for c in plain):
        plain = plain.translate(SLIPS)
    return plain if FIGURE.fullmatch(plain) else plain.strip("'`´°·|")


def _own(tokens: Sequence[Token]) -> Reading:
    return Reading("".join(t.own for t in tokens), min(t.sure for t in tokens), OWN)


def _joined(said: Sequence[Said], model: str) -> Reading:
    ordered = sorted(said, key=lambda s: s.x0)
    return Reading("".join(s.text for s in ordered), min((s.confidence for s in ordered), default=0.0), model)


def _placed(chosen: Reading, all_: Sequence[Reading], tokens: Sequence[Token], scale: float) -> list[Word]:
    """The chosen figure cut into words where white space parts its tokens, with the other readings beside."""
    if not chosen.text:
        return []
    counts = [len(t.glyphs) for t in tokens]
    readings = [(figure_text(r.text), r) for r in all_ if r.text]
    if len(tokens) > 1 and sum(counts) != len(chosen.text):
        tokens, counts = [_whole(tokens)], [len(chosen.text)]
    if len(tokens) == 1:
        counts = [len(chosen.text)]
    out, start = [], 0
    for token, count in zip(tokens, counts, strict=True):
        text = chosen.text[start : start + count]
        others = {
            part: Alternative(part, round(r.confidence, 4), r.reader)
            for said, r in reversed(readings)
            if (part := said if len(tokens) == 1 else said[start : start + count] if len(said) == sum(counts) else "")
            and part != text
        }
        ordered = tuple(sorted(others.values(), key=lambda a: -a.confidence))
        box = _box((token.x0, token.y0, token.x1, token.y1), scale)
        out.append(Word(text, box, round(chosen.confidence, 4), ordered))
        start += count
    return out


def _whole(tokens: Sequence[Token]) -> Token:
    glyphs = tuple(g for t in tokens for g in t.glyphs)
    own = _own(tokens)
    return replace(tokens[0], glyphs=glyphs, kind="figure", own=own.text, sure=own.confidence)


def _box(pixels: tuple[float, float, float, float], scale: float) -> BBox:
    return BBox(*(v * scale for v in pixels))


def _said_word(said: Said, tokens: Sequence[Token], scale: float, others: tuple[Alternative, ...]) -> Word:
    """A model's word, in the box of the ink that it covers."""
    inked: list[tuple[float, float, float, float]] = [
        g.box for t in tokens for g in t.glyphs if said.x0 - 1 <= (g.box[0] + g.box[2]) / 2 <= said.x1 + 1
    ]
    box = (
        (min(b[0] for b in inked), min(b[1] for b in inked), max(b[2] for b in inked), max(b[3] for b in inked))
        if inked
        else (said.x0, said.y0, said.x1, said.y1)
    )
    return Word(said.text, _box(box, scale), round(said.confidence, 4), others)


def _parted(said: Said, tokens: Sequence[Token]) -> list[Said]:
    """A model's word that runs over figures and their neighbours, cut where the tokens are parted.

    Signs are counted off from both ends as far as the tokens are figures; what is left belongs to the rest of them.
    """
    over = [t for t in tokens if _covers(said, t)]
    if len(over) < 2 or all(t.kind == "word" for t in over):
        return [said]
    if over[0].kind == "figure" and not over[0].own.startswith("-"):
        said = replace(said, text=said.text.lstrip(GHOSTS) or said.text)
    if sum(len(t.glyphs) for t in over) == len(said.text):
        first, last = len(over), len(over)
    else:
        first = next(i for i, t in enumerate([*over, None]) if t is None or t.kind != "figure")
        last = next(i for i in range(len(over), -1, -1) if i == first or over[i - 1].kind != "figure")
    lead, tail = over[:first], over[last:]
    before, after = sum(len(t.glyphs) for t in lead), sum(len(t.glyphs) for t in tail)
    middle = said.text[before : len(said.text) - after]
    if bool(middle) != bool(over[first:last]) or before + after > len(said.text):
        return [said]
    out = _counted(said, lead, said.text[:before]) + _counted(said, tail, said.text[len(said.text) - after :])
    if middle:
        rest = over[first:last]
        out.append(Said(middle, rest[0].x0, said.y0, rest[-1].x1, said.y1, said.confidence))
    return sorted(out, key=lambda part: part.x0)


def _counted(said: Said, tokens: Sequence[Token], text: str) -> list[Said]:
    """A text dealt out to tokens by how many signs each has."""
    out, start = [], 0
    for t in tokens:
        out.append(Said(text[start : start + len(t.glyphs)], t.x0, t.y0, t.x1, t.y1, said.confidence))
        start += len(t.glyphs)
    return out


def is_dirt(words: Sequence[Word]) -> bool:
    """Whether a piece holds nothing but stray points and strokes."""
    return all(set(w.text) <= MARKS for w in words)
