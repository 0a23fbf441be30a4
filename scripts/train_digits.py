#!/usr/bin/env python3
"""Train the reader of figures anew and write extract/data/digits.npz: scripts/train_digits.py [--fonts DIR ...].

Numbers and words are drawn with every font found, worn as scans are (blur, grain, JPEG, thick and thin ink, letters
that touch), and taken apart by the same code that takes scans apart; so the network learns from what it will see. Fonts
that tests and benchmarks are set in are left out. Two minutes on one core; the same fonts give the same weights.

The weights in the repository come from the 500 faces of Debian's fonts-* packages adf, cabin, croscore, dejavu-extra,
ebgaramond, firacode, freefont, gfs, inter, junicode, lmodern, libertine, noto-core, paratype, roboto, sil, stix,
texgyre, urw-base35 and others: any wide set of text faces will do.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from extract.ocr_digits import INPUTS, OTHER, SIGNS, Network, Segment, features, segments  # noqa: E402
from extract.ocr_image import flattened, ink_limit, paper  # noqa: E402
from extract.ocr_marks import Marked, Piece, marked  # noqa: E402

TEST_FONTS = re.compile("Liberation|Arimo|Tinos|Cousine|Carlito|Caladea|Lato|OpenSans|DejaVu(?!Math)", re.IGNORECASE)
UNFIT = re.compile(
    "Symbol|Emoji|Math|Dingbat|Music|Ornament|Bullets|Mono|Cursive|Chancery|Keyboard|Initials|Humor", re.IGNORECASE
)
HIDDEN, BATCH, EPOCHS, RATE = 96, 256, 12, 2e-3
WIDTH, HEIGHT, FINE = 900, 1200, 3
"""Pixels of a drawn page, and how many times finer it is drawn."""
PAGES = 200
SCALE = 72 / 200
WORDS = (
    "deltagare",
    "Kvinnor",
    "Män",
    "Totalt",
    "Insats",
    "Mål",
    "Resultat",
    "av",
    "per",
    "år",
    "Uppnått",
    "ökad",
    "hälsa",
    "Samordning",
    "tkr",
    "kr",
    "SEK",
    "Budget",
    "Avvikelse",
    "HälsoSam",
    "Vägknuten",
    "Öppenvård",
    "Ålder",
    "ÅÄÖ",
    "Il",
    "lO",
    "oS",
    "Bilaga",
    "GIS",
    "Zon",
    "Qvist",
    "jämfört",
    "med",
    "föregående",
    "Summa",
    "intäkter",
    "ISBN",
)
ALIKE = frozenset("lIOo|")
"""Letters that are digits to any eye: other readers and the words about them tell, not the network."""
DASHES = {"–": "-", "−": "-"}


@dataclass(frozen=True)
class Drawn:
    """One character on a page: which, and the box of its ink in pixels."""

    character: str
    x0: float
    y0: float
    x1: float
    y1: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, nargs="*", default=[Path("/usr/share/fonts"), Path("/Library/Fonts")])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=ROOT / "extract" / "data" / "digits.npz")
    options = parser.parse_args()
    began = time.monotonic()
    cv2.setNumThreads(1)
    fonts = usable_fonts(options.fonts)
    print(f"{len(fonts)} fonts")
    inputs, classes = samples(fonts, options.pages)
    print(f"{len(classes)} samples after {time.monotonic() - began:.0f} s")
    network, right = trained(inputs, classes, options.epochs)
    print(f"right on samples kept out: {right:.4f} after {time.monotonic() - began:.0f} s")
    weights = {name: getattr(network, name).astype(np.float16) for name in ("hidden", "hidden_bias", "out", "out_bias")}
    np.savez_compressed(options.out, **weights)


def usable_fonts(folders: list[Path]) -> list[Path]:
    """Fonts with all our signs, each face once, in a fixed order; those of the tests and fancy ones left out."""
    found: dict[bytes, Path] = {}
    paths = sorted(p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in {".ttf", ".otf"})
    for path in paths:
        if TEST_FONTS.search(path.name) or UNFIT.search(path.name):
            continue
        try:
            font = ImageFont.truetype(str(path), 24, layout_engine=ImageFont.Layout.BASIC)
            lacking = bytes(font.getmask("\uffff"))
            glyphs = [bytes(font.getmask(c)) for c in SIGNS + "Åä"]
        except OSError:
            continue
        if lacking not in glyphs and all(any(g) for g in glyphs) and len(set(glyphs)) == len(glyphs):
            found.setdefault(b"".join(glyphs), path)
    return list(found.values())


def samples(fonts: list[Path], pages: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (n, INPUTS) and classes (n,) from drawn and worn pages."""
    chance = random.Random(1)
    inputs, classes = [], []
    for _ in range(pages):
        drawn, image = page(fonts, chance)
        worn = weather(image, chance)
        even = flattened(worn, paper(worn, SCALE))
        sheet = marked(even, SCALE, ink_limit(even))
        for piece in sheet.pieces:
            own = [d for d in drawn if d.x0 < piece.x1 and d.x1 > piece.x0 and d.y0 < piece.y1 and d.y1 > piece.y0]
            for segment in segments(sheet.labels, piece):
                k = label(segment, own, piece)
                if k is not None and (k != OTHER or chance.random() < 0.4):
                    inputs.append(shaken(sheet, segment, piece, chance))
                    classes.append(k)
    return np.stack(inputs), np.array(classes)


def page(fonts: list[Path], chance: random.Random) -> tuple[list[Drawn], Image.Image]:
    """A page of lines of numbers and words; every string has its font."""
    image = Image.new("L", (WIDTH * FINE, HEIGHT * FINE), 255)
    pen = ImageDraw.Draw(image)
    size = chance.choice([16, 17, 18, 19, 20, 21, 22, 24, 26, 28, 31])
    drawn: list[Drawn] = []
    y = 2.0 * size
    while y < HEIGHT - size:
        x = size * chance.uniform(0.8, 2.5)
        while x < WIDTH - 4 * size:
            path = chance.choice(fonts)
            font = ImageFont.truetype(str(path), size * FINE, layout_engine=ImageFont.Layout.BASIC)
            tight = chance.choice([0, 0, 0, 0, -0.03, -0.06, 0.04])
            for character in string(chance):
                width = font.getlength(character) / FINE
                if x + width > WIDTH - size / 2:
                    break
                if character != " ":
                    phase = (round(x * FINE), round(y * FINE))
                    pen.text(phase, character, font=font, anchor="ls", fill=0)
                    mask, offset = font.getmask2(character, "L", anchor="ls")
                    box = mask.getbbox() or (0, 0, 0, 0)
                    x0, y0, x1, y1 = ((box[i] + offset[i % 2] + phase[i % 2]) / FINE for i in range(4))
                    drawn.append(Drawn(DASHES.get(character, character), x0, y0, x1, y1))
                x += width + tight * size
            x += size * chance.uniform(1.6, 3.5)
        y += size * chance.uniform(1.6, 2.2)
    return drawn, image


def string(chance: random.Random) -> str:
    """A number as reports print them, or words."""
    n = chance.choice(
        [chance.randint(0, 9), chance.randint(10, 99), chance.randint(100, 999), chance.randint(1990, 2029)]
    )
    word, other = chance.choice(WORDS), chance.randint(1, 99)
    long = f"{chance.randint(1000, 30_000_000):,}".replace(",", chance.choice([" ", " ", "", "."]))
    forms = {
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 3))): 18,
        f"{word} {n}{chance.choice(['', '.', ',', ':', ')'])}": 7,
        f"{n}{chance.choice([' ', ' ', ''])}%": 14,
        f"({n} av {other})": 6,
        f"{chance.choice(['', '', '-', '+', '−'])}{n},{chance.randint(0, 9)}{chance.choice(['', ' %'])}": 10,
        f"{chance.choice(['', '-', '−', '– '])}{long}": 12,
        chance.choice(["-", "–", "−", "0", "1", "7"]): 4,
        f"20{chance.randint(10, 29)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}": 4,
        f"{n}{chance.choice('/:.+-')}{other}": 5,
        f"({n})": 3,
        str(n): 17,
    }
    return chance.choices(list(forms), list(forms.values()))[0]


def weather(image: Image.Image, chance: random.Random) -> np.ndarray:
    """The page as a scanner leaves it: ink thicker or thinner, soft, grainy, squeezed by JPEG."""
    fine = np.asarray(image, dtype=np.uint8)
    change = chance.choice([0, 0, 0, 1, 1, -1])
    if change:
        operation = cv2.erode if change > 0 else cv2.dilate
        fine = operation(fine, np.ones((2, 2), np.uint8) if chance.random() < 0.6 else np.ones((3, 3), np.uint8))
    grey = cv2.resize(fine, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    faint = chance.uniform(0.0, 0.35)
    grey = 255 * chance.uniform(0.85, 1.0) - (255 - grey) * (1 - faint) * 0.85
    if chance.random() < 0.75:
        grey = cv2.GaussianBlur(grey, (0, 0), chance.uniform(0.3, 1.25))
    if chance.random() < 0.4:
        angle = chance.uniform(-0.15, 0.15)
        turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle, 1.0)
        grey = cv2.warpAffine(grey, turn, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    grain = np.random.default_rng(chance.randrange(1 << 30)).normal(0, chance.choice([1, 3, 6, 10, 16]), grey.shape)
    out = np.clip(grey + grain, 0, 255).astype(np.uint8)
    if chance.random() < 0.6:
        squeezed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, chance.choice([25, 35, 50, 65, 80])])[1]
        out = cv2.imdecode(squeezed, cv2.IMREAD_GRAYSCALE)
    return np.asarray(out, dtype=np.uint8)


def label(segment: Segment, drawn: list[Drawn], piece: Piece) -> int | None:
    """The class of the character that a segment covers, whole; OTHER else; None for letters that digits look like."""
    x0, y0, x1, y1 = segment.box
    touched = [d for d in drawn if min(d.x1, x1) - max(d.x0, x0) > 0.3 * (d.x1 - d.x0)]
    if len(touched) != 1 or touched[0].character not in SIGNS + "".join(ALIKE):
        return OTHER
    d = touched[0]
    if d.character in ALIKE:
        return None
    near = max(2.0, 0.13 * piece.height)
    whole = abs(d.x0 - x0) <= near and abs(d.x1 - x1) <= near and abs(d.y0 - y0) <= near and abs(d.y1 - y1) <= near
    return SIGNS.index(d.character) if whole else OTHER


def shaken(sheet: Marked, segment: Segment, piece: Piece, chance: random.Random) -> np.ndarray:
    """A segment's inputs, with its line's height and baseline a little off, as they are on scans."""
    out = features(sheet.grey, sheet.labels, segment, piece)
    out[-3:-1] *= chance.gauss(1.0, 0.06)
    out[-1] += chance.gauss(0.0, 0.03)
    return out


def batches(count: int, epochs: int) -> Iterator[tuple[float, np.ndarray]]:
    """(share of the training done, indices of a batch), all samples once an epoch."""
    dice = np.random.default_rng(2)
    for epoch in range(epochs):
        order = dice.permutation(count)
        for start in range(0, count - BATCH, BATCH):
            yield (epoch + start / count) / epochs, order[start : start + BATCH]


def trained(inputs: np.ndarray, classes: np.ndarray, epochs: int) -> tuple[Network, float]:
    """The network after `epochs` of Adam (Kingma and Ba 2015) on cross entropy, and its share right on a fiftieth."""
    dice = np.random.default_rng(3)
    order = dice.permutation(len(classes))
    kept, rest = order[: len(order) // 50], order[len(order) // 50 :]
    x, y = inputs[rest], classes[rest]
    weights = [
        dice.normal(0, np.sqrt(2 / INPUTS), (INPUTS, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        dice.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, OTHER + 1)).astype(np.float32),
        np.zeros(OTHER + 1, np.float32),
    ]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for step, (done, batch) in enumerate(batches(len(y), epochs), 1):
        rate = RATE * (1 - done) ** 1.5 + 1e-5
        for i, gradient in enumerate(gradients(weights, x[batch], y[batch])):
            first[i] += 0.1 * (gradient - first[i])
            second[i] += 0.001 * (gradient**2 - second[i])
            corrected = first[i] / (1 - 0.9**step), second[i] / (1 - 0.999**step)
            weights[i] -= (rate * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)).astype(np.float32)
    network = Network(*weights)
    right = network.log_chances(inputs[kept]).argmax(axis=1) == classes[kept]
    return network, float(right.mean())


def gradients(weights: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Gradients of the mean cross entropy, with a little weight decay."""
    hidden, hidden_bias, out, _ = weights
    deep = np.maximum(x @ hidden + hidden_bias, 0.0)
    error = np.exp(Network(*weights).log_chances(x))
    error[np.arange(len(y)), y] -= 1.0
    error /= len(y)
    back = (error @ out.T) * (deep > 0)
    return [x.T @ back + 1e-5 * hidden, back.sum(axis=0), deep.T @ error + 1e-5 * out, error.sum(axis=0)]


if __name__ == "__main__":
    main()
