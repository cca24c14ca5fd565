"""Render genuine graphics: documents, slides, charts, web pages, program windows and flat drawings, from a seed.

Human-made graphics are rare among the genuine pictures that could be had, so that "drawn" would come to mean
"generated". Each sheet of HTML holds several pages one below the other; Chromium takes one picture of it, which is
cut apart. They go into a copy of the data folder's index, as genuine rows of a split `rendered`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from . import pictures

SEED = 20261125
WIDTH, HEIGHT = 960, 720
PER_SHEET = 20
SIDE = 240
FONTS = (
    "serif",
    "sans-serif",
    "monospace",
    "DejaVu Sans",
    "DejaVu Serif",
    "Liberation Sans",
    "Liberation Serif",
    "cursive",
)
SYLLABLES = "ba ko ri ta lu me no shi pa de ver gon sal tri mor en ix ul que dar sta pel".split()


def word(chance: random.Random) -> str:
    """A made-up word."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4)))


def words(chance: random.Random, count: int) -> str:
    """Made-up prose."""
    return " ".join(word(chance) for _ in range(count)).capitalize()


def colour(chance: random.Random, light: tuple[int, int]) -> str:
    """A colour of some lightness, in per cent."""
    return f"hsl({chance.randint(0, 359)} {chance.randint(0, 95)}% {chance.randint(*light)}%)"


def css(**rules: object) -> str:
    """A style attribute's text."""
    return ";".join(f"{name.replace('_', '-')}:{value}" for name, value in rules.items())


def element(name: str, inside: str = "", **attributes: object) -> str:
    """An element of HTML or SVG."""
    marks = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<{name}{marks}>{inside}</{name}>"


def drawn(parts: list[str], ground: str) -> str:
    """A page of SVG."""
    return element("svg", "".join(parts), width=WIDTH, height=HEIGHT, style=css(background=ground))


def table(rows: list[list[object]], style: str, cell: str) -> str:
    """A table of HTML."""
    lines = (element("tr", "".join(element("td", str(value), style=cell) for value in row)) for row in rows)
    return element("table", "".join(lines), style=f"border-collapse:collapse;width:100%;{style}")


def document(chance: random.Random) -> str:
    """A page of prose, a letter or a table of figures."""
    size, ink = chance.randint(11, 26), colour(chance, (0, 25))
    ground = chance.choice(["#fff", "#fff", colour(chance, (90, 99))])
    parts = [element("h1", words(chance, chance.randint(2, 6)), style=css(font_size=f"{size * 1.6}px"))]
    for _ in range(chance.randint(2, 6)):
        if chance.random() < 0.25:
            columns = chance.randint(2, 6)
            rows = [
                [chance.choice([word(chance), f"{chance.uniform(0, 9999):.2f}"]) for _ in range(columns)]
                for _ in range(chance.randint(3, 9))
            ]
            parts.append(table(rows, "margin:8px 0", "border:1px solid"))
        else:
            parts.append(element("p", f"{words(chance, chance.randint(20, 90))}."))
    style = css(
        columns=chance.choice([1, 1, 2]),
        background=ground,
        color=ink,
        font_size=f"{size}px",
        padding=f"{chance.randint(15, 90)}px",
        height="100%",
    )
    return element("div", "".join(parts), style=style)


def chart(chance: random.Random) -> str:
    """Bars, lines, dots or sectors with axes and words."""
    light = chance.random() < 0.8
    ink, ground = ("#222", colour(chance, (92, 100))) if light else ("#eee", colour(chance, (8, 22)))
    count, form = chance.randint(4, 14), chance.choice(list(MARKS))
    wide = 760 / count
    parts = MARKS[form](chance, count)
    if form != "sectors":
        parts.append(element("path", d="M100 100V600H880", stroke=ink, fill="none", stroke_width=2))
    for place in range(0, count, 2):
        parts.append(element("text", word(chance), x=110 + place * wide, y=630, font_size=16, fill=ink))
    parts.append(element("text", words(chance, 4), x=100, y=70, font_size=chance.randint(20, 44), fill=ink))
    return drawn(parts, ground)


def bars(chance: random.Random, count: int) -> list[str]:
    """Bars of a chart."""
    wide, parts = 760 / count, []
    for place in range(count):
        high, fill = chance.uniform(20, 480), colour(chance, (35, 65))
        parts.append(element("rect", x=110 + place * wide, y=600 - high, width=wide * 0.7, height=high, fill=fill))
    return parts


def lines(chance: random.Random, count: int) -> list[str]:
    """Lines of a chart."""
    parts = []
    for _ in range(chance.randint(1, 5)):
        points = " ".join(f"{110 + place * 760 / count},{chance.uniform(120, 590)}" for place in range(count + 1))
        stroke, thick = colour(chance, (30, 65)), chance.randint(1, 6)
        parts.append(element("polyline", points=points, fill="none", stroke=stroke, stroke_width=thick))
    return parts


def dots(chance: random.Random, _count: int) -> list[str]:
    """Dots of a chart."""
    parts = []
    for _ in range(chance.randint(30, 300)):
        x, y, radius = chance.gauss(480, 160), chance.gauss(350, 90), chance.randint(2, 8)
        parts.append(element("circle", cx=x, cy=y, r=radius, fill=colour(chance, (35, 65)), opacity=0.7))
    return parts


def sectors(chance: random.Random, count: int) -> list[str]:
    """Sectors of a pie, as dashes of a thick circle."""
    parts, start = [], 0.0
    circle = {"cx": 480, "cy": 370, "r": 110, "fill": "none", "stroke_width": 220}
    for _ in range(count):
        share = chance.uniform(4, 1200 / count)
        dash = {"stroke_dasharray": f"{share} 1000", "stroke_dashoffset": -start}
        parts.append(element("circle", stroke=colour(chance, (35, 70)), **circle, **dash))
        start += share
    return parts


MARKS = {"bars": bars, "lines": lines, "dots": dots, "sectors": sectors}


def slide(chance: random.Random) -> str:
    """A slide or a poster: large words on colour, with shapes."""
    dark = chance.random() < 0.5
    ink, tone = ("#fff", (10, 45)) if dark else ("#111", (70, 98))
    parts = []
    for _ in range(chance.randint(0, 5)):
        style = css(
            position="absolute",
            left=f"{chance.randint(-100, 900)}px",
            top=f"{chance.randint(-100, 650)}px",
            width=f"{chance.randint(40, 380)}px",
            height=f"{chance.randint(40, 380)}px",
            background=colour(chance, (20, 80)),
            border_radius=f"{chance.choice([0, 12, 500])}px",
            opacity=0.7,
        )
        parts.append(element("div", style=style))
    title = words(chance, chance.randint(1, 5))
    parts.append(element("h1", title, style=f"position:relative;font-size:{chance.randint(40, 110)}px"))
    points = "".join(element("li", words(chance, chance.randint(3, 9))) for _ in range(chance.randint(0, 6)))
    parts.append(element("ul", points, style=f"position:relative;font-size:{chance.randint(22, 36)}px;line-height:1.6"))
    ground = f"linear-gradient({chance.randint(0, 360)}deg,{colour(chance, tone)},{colour(chance, tone)})"
    style = css(position="relative", overflow="hidden", height="100%", padding="60px", color=ink, background=ground)
    return element("div", "".join(parts), style=style)


@dataclass(frozen=True)
class Look:
    """Colours of a program's window."""

    ink: str
    ground: str
    panel: str
    line: str
    accent: str
    dark: bool


def screen(chance: random.Random, photographs: list[Path]) -> str:
    """A program's window or a web page: bars, lists, and cards, code, chat or cells; some cards with photographs."""
    dark = chance.random() < 0.35
    colours = ("#ddd", "#1e1f22", "#2b2d31", "#444") if dark else ("#222", "#fff", "#f3f4f6", "#d0d4da")
    look = Look(*colours, accent=colour(chance, (35, 60)), dark=dark)
    menu = "".join(element("span", word(chance), style="margin-right:18px") for _ in range(chance.randint(3, 8)))
    items = []
    for _ in range(chance.randint(5, 16)):
        chosen = f"background:{look.accent};color:#fff" if chance.random() < 0.15 else ""
        name = words(chance, chance.randint(1, 3))
        items.append(element("div", name, style=f"padding:7px 10px;border-radius:6px;{chosen}"))
    form = chance.choice([cards, code, chat, cells])
    body = form(chance, look, photographs if chance.random() < 0.6 else [])
    edge = f"1px solid {look.line}"
    side = element(
        "div", "".join(items), style=css(width="200px", background=look.panel, border_right=edge, padding="8px")
    )
    top = element("div", menu, style=css(padding="10px", background=look.panel, border_bottom=edge))
    rest = element("div", side + element("div", body, style="flex:1;padding:12px"), style="display:flex;height:100%")
    style = css(height="100%", background=look.ground, color=look.ink, font_size=f"{chance.randint(13, 20)}px")
    return element("div", top + rest, style=style)


def cards(chance: random.Random, look: Look, photographs: list[Path]) -> str:
    """Cards of a page, headed by photographs, or by a colour where there are none."""
    parts = []
    for _ in range(9):
        style = f"width:100%;height:{chance.randint(30, 130)}px;border-radius:6px;"
        if photographs:
            top = f'<img src="{chance.choice(photographs).as_uri()}" style="{style}object-fit:cover">'
        else:
            top = element("div", style=f"{style}background:{colour(chance, (40, 80))}")
        button = css(background=look.accent, color="#fff", border=0, padding="6px 12px", border_radius="5px")
        text = element("b", words(chance, 2)) + element("p", words(chance, 8))
        style = css(
            display="inline-block",
            vertical_align="top",
            width="190px",
            margin="8px",
            padding="12px",
            border=f"1px solid {look.line}",
            border_radius="10px",
            background=look.panel,
        )
        parts.append(element("div", top + text + element("button", word(chance), style=button), style=style))
    return "".join(parts)


def code(chance: random.Random, look: Look, _photographs: list[Path]) -> str:
    """Lines of a program."""
    parts = []
    for _ in range(30):
        name = element("span", word(chance), style=css(color=colour(chance, (55, 70) if look.dark else (30, 45))))
        parts.append(
            f"{' ' * chance.choice([0, 2, 4, 8])}{name} {word(chance)}({word(chance)}, {chance.randint(0, 99)});"
        )
    return element("pre", "\n".join(parts))


def chat(chance: random.Random, look: Look, _photographs: list[Path]) -> str:
    """Messages of two people."""
    parts = []
    for _ in range(9):
        style = css(
            margin="8px",
            margin_left=f"{chance.choice([8, 180])}px",
            padding="10px",
            border_radius="14px",
            background=chance.choice([look.panel, look.accent]),
            width="420px",
        )
        parts.append(element("div", words(chance, chance.randint(3, 25)), style=style))
    return "".join(parts)


def cells(chance: random.Random, look: Look, _photographs: list[Path]) -> str:
    """Cells of a spreadsheet."""
    rows = [[chance.choice([word(chance), chance.randint(0, 9999)]) for _ in range(7)] for _ in range(22)]
    return table(rows, "", f"border:1px solid {look.line};padding:4px")


def drawing(chance: random.Random) -> str:
    """A flat vector drawing: a landscape, or overlapping shapes."""
    parts = landscape(chance) if chance.random() < 0.6 else shapes(chance)
    return drawn(parts, colour(chance, (60, 97)))


def landscape(chance: random.Random) -> list[str]:
    """Hills, sun, houses and trees."""
    parts = []
    for depth in range(chance.randint(2, 5)):
        ridge = (f"{x},{250 + depth * 100 + chance.uniform(-70, 70):.0f}" for x in range(0, WIDTH + 121, 120))
        points = f"0,{HEIGHT} {' '.join(ridge)} {WIDTH + 120},{HEIGHT}"
        parts.append(element("polygon", points=points, fill=colour(chance, (25, 75))))
    x, y, size = chance.randint(80, 880), chance.randint(60, 200), chance.randint(25, 90)
    parts.append(element("circle", cx=x, cy=y, r=size, fill=colour(chance, (55, 90))))
    for _ in range(chance.randint(0, 9)):
        x, y, size = chance.randint(0, 900), chance.randint(350, 640), chance.randint(20, 90)
        if chance.random() < 0.5:
            roof, wall = colour(chance, (25, 55)), colour(chance, (50, 85))
            parts.append(element("path", d=f"M{x} {y}l{size} {-size}l{size} {size}z", fill=roof))
            parts.append(element("rect", x=x, y=y, width=2 * size, height=size, fill=wall))
        else:
            parts.append(element("rect", x=x - 5, y=y, width=10, height=size, fill="#5b3a1e"))
            parts.append(element("circle", cx=x, cy=y, r=size * 0.6, fill=colour(chance, (25, 50))))
    return parts


def shapes(chance: random.Random) -> list[str]:
    """Shapes one over the other, with or without an outline."""
    outline, parts = chance.choice(["none", "#111"]), []

    def point() -> str:
        return f"{chance.randint(0, WIDTH)} {chance.randint(0, HEIGHT)}"

    for _ in range(chance.randint(4, 50)):
        path = f"M{point()}" + "".join(f"Q{point()} {point()}" for _ in range(chance.randint(2, 4)))
        style = {"fill": colour(chance, (20, 90)), "stroke": outline, "stroke_width": chance.randint(1, 7)}
        parts.append(element("path", d=f"{path}z", opacity=round(chance.uniform(0.6, 1), 2), **style))
    return parts


FORMS = {"document": document, "chart": chart, "slide": slide, "drawing": drawing}
SCREEN = "screen"
# What each form is among the kinds of the index.
KINDS = {
    "document": "document",
    "chart": "graphic",
    "slide": "graphic",
    SCREEN: "screenshot",
    "drawing": "illustration",
}


def photographed(pages: list[str], browser: str) -> list[Image.Image]:
    """The pages as pictures, by one start of the browser."""
    with tempfile.TemporaryDirectory() as folder:
        sheet, shot = Path(folder, "sheet.html"), Path(folder, "shot.png")
        sheet.write_text(
            "<!doctype html><meta charset=utf-8><style>body{margin:0}*{box-sizing:border-box}</style>" + "".join(pages)
        )
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [
            f"--user-data-dir={folder}/profile",
            f"--window-size={WIDTH},{HEIGHT * len(pages)}",
            f"--screenshot={shot}",
            sheet.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        whole = Image.open(shot).convert("RGB")
    return [whole.crop((0, place * HEIGHT, WIDTH, (place + 1) * HEIGHT)) for place in range(len(pages))]


def cut(image: Image.Image, chance: random.Random) -> Image.Image:
    """The whole page or a part of it as a square of 240 pixels, as the data's own pictures are."""
    side = round(HEIGHT * chance.choice([1, 1, chance.uniform(0.4, 1)]))
    left, top = chance.randint(0, WIDTH - side), chance.randint(0, HEIGHT - side)
    return image.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def rendered(folder: Path, forms: list[str], photographs: list[Path], browser: str) -> None:
    """Pictures of pages of these forms, a sheet at a time; those that are there are left."""
    for start in range(0, len(forms), PER_SHEET):
        places = range(start, min(start + PER_SHEET, len(forms)))
        if (folder / f"{places[-1]:04d}.jpg").exists():
            continue
        chances = [random.Random(SEED * 10000 + place) for place in places]
        pages = []
        for place, chance in zip(places, chances, strict=True):
            style = f"width:{WIDTH}px;height:{HEIGHT}px;overflow:hidden;font-family:{chance.choice(FONTS)}"
            form = forms[place]
            page = screen(chance, photographs) if form == SCREEN else FORMS[form](chance)
            pages.append(element("div", page, style=style))
        for place, image, chance in zip(places, photographed(pages, browser), chances, strict=True):
            cut(image, chance).save(folder / f"{place:04d}.jpg", quality=chance.randint(75, 95))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a data folder: all of --data and the rendered ones")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--browser", default="chromium")
    options = parser.parse_args()

    folder = options.out / "rendered"
    folder.mkdir(parents=True, exist_ok=True)
    photographs = [
        (options.data / row.path).resolve()
        for row in pictures.read_index(options.data)
        if row.split == "train" and row.label == 0 and row.kind == "photo"
    ]
    forms = [list(KINDS)[place % len(KINDS)] for place in range(options.count)]
    rendered(folder, forms, photographs, options.browser)
    index = (options.data / "index.jsonl").read_text().splitlines()
    for place, form in enumerate(forms):
        row = {
            "path": f"rendered/{place:04d}.jpg",
            "label": "real",
            "generator": "",
            "source": f"rendered here: {form}",
        }
        index.append(json.dumps(row | {"kind": KINDS[form], "split": "rendered"}))
    (options.out / "index.jsonl").write_text("\n".join(index) + "\n")
    for split in ("train", "validation", "dev"):
        link = options.out / split
        if not link.exists():
            link.symlink_to(options.data.resolve() / split)
    print(f"{len(pictures.read_index(options.out))} rows in {options.out}")


if __name__ == "__main__":
    main()
