"""The one normaliser of texts, for training: the rules of utils/subject/text/normalise.ts, from the same files."""

import json
import re
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "utils/subject/text"
TABLE = json.loads((FOLDER / "rules.json").read_text(encoding="utf-8"))
LOOK_ALIKES = json.loads((FOLDER / "confusables.json").read_text(encoding="utf-8"))

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
WORD = re.compile(f"[{TABLE['latin']}{TABLE['others']}]+")
LATIN = re.compile(f"[{TABLE['latin']}]")
OTHER = re.compile(f"[{TABLE['others']}]")


def normalise(text: str) -> str:
    """The text without what formatting and evasion put into it. What a rule is for is said in normalise.ts."""
    text = LONE_SURROGATE.sub("\ufffd", text)
    for step in STEPS:
        text = step(text)
    return text


def compose(text: str) -> str:
    """NFKC of every character with the marks on it."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character).startswith("M"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return "".join(unicodedata.normalize("NFKC", cluster) for cluster in clusters)


def fold_homoglyphs(text: str) -> str:
    """Latin letters for the look-alikes of words in which both stand."""
    return WORD.sub(fold_word, text)


def fold_word(match: re.Match[str]) -> str:
    word = match[0]
    others = OTHER.findall(word)
    if not others or not LATIN.search(word) or not all(letter in LOOK_ALIKES for letter in others):
        return word
    return "".join(LOOK_ALIKES.get(letter, letter) for letter in word)


def step_of(rule: dict):
    if rule.get("step") == "nfkc":
        return compose
    if rule.get("step") == "homoglyphs":
        return fold_homoglyphs
    pattern = re.compile(rule["pattern"], re.MULTILINE if rule.get("lines") else 0)
    return lambda text: pattern.sub(lambda _: rule["with"], text)


STEPS = [step_of(rule) for rule in TABLE["rules"]]
