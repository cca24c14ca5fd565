"""What people and evaders do to a text: typing errors, lost and swapped words, punctuation, case, hidden characters.

`augmented` is for training; `ATTACKS` are for the report, each alone. Every one takes a text and a generator.
"""

from __future__ import annotations

import random
import re

from .normalise import LOOK_ALIKES

SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z\"'])")
NEIGHBOURS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
SHORTENED = {
    "do not": "don't", "does not": "doesn't", "did not": "didn't", "is not": "isn't", "are not": "aren't",
    "was not": "wasn't", "cannot": "can't", "will not": "won't", "would not": "wouldn't", "it is": "it's",
    "that is": "that's", "I am": "I'm", "I have": "I've", "we are": "we're", "they are": "they're",
    "you are": "you're",
}  # fmt: skip
LENGTHENED = {short: long for long, short in SHORTENED.items()}
PLAINER = {
    "however": "but", "additionally": "also", "furthermore": "also", "moreover": "also", "utilize": "use",
    "numerous": "many",
    "therefore": "so", "purchase": "buy", "provide": "give", "demonstrate": "show", "demonstrates": "shows",
    "significant": "big", "significantly": "a lot", "various": "different", "ensure": "make sure",
    "approximately": "about",
    "individuals": "people", "crucial": "important", "essential": "important", "commence": "start",
    "assist": "help",
    "obtain": "get", "require": "need", "requires": "needs", "sufficient": "enough",
    "subsequently": "later", "regarding": "about",
    "throughout": "across", "enhance": "improve", "enhances": "improves", "highlight": "show",
    "highlights": "shows",
}  # fmt: skip
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def typos(text: str, random: random.Random, share: float = 0.05) -> str:
    """A letter swapped, lost, doubled or missed in `share` of the words."""
    return " ".join(mistyped(word, random) if random.random() < share else word for word in text.split(" "))


def mistyped(word: str, random: random.Random) -> str:
    if len(word) < 3:
        return word
    at = random.randrange(len(word) - 1)
    kind = random.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[: at + 1] + word[at:]
    keys = next((row for row in NEIGHBOURS if word[at].lower() in row), None)
    if keys is None:
        return word
    place = keys.index(word[at].lower()) + random.choice([-1, 1])
    return word[:at] + keys[place % len(keys)] + word[at + 1 :]


def drop_words(text: str, random: random.Random, share: float = 0.05) -> str:
    words = text.split(" ")
    return " ".join(word for word in words if random.random() >= share) or words[0]


def swap_words(text: str, random: random.Random, share: float = 0.04) -> str:
    words = text.split(" ")
    for at in range(len(words) - 1):
        if random.random() < share:
            words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def reorder(text: str, random: random.Random) -> str:
    """Two neighbouring sentences exchanged."""
    sentences = SENTENCE_END.split(text)
    if len(sentences) > 2:
        at = random.randrange(len(sentences) - 1)
        sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
    return " ".join(sentences)


def join_sentences(text: str, random: random.Random) -> str:
    """Some full stops become commas or "and"."""
    sentences = SENTENCE_END.split(text)
    joined = sentences[0]
    for sentence in sentences[1:]:
        if random.random() < 0.25 and joined.endswith("."):
            joined = joined[:-1] + random.choice([", ", " and ", "; "]) + sentence[0].lower() + sentence[1:]
        else:
            joined += " " + sentence
    return joined


def contract(text: str, random: random.Random) -> str:
    """Contractions made, or undone."""
    table = SHORTENED if random.random() < 0.5 else LENGTHENED
    for given, other in table.items():
        text = re.sub(rf"\b{given}\b", other, text)
    return text


def lose_commas(text: str, random: random.Random, share: float = 0.5) -> str:
    return re.sub(r",(?= )", lambda _: "" if random.random() < share else ",", text)


def lose_dashes(text: str, random: random.Random) -> str:
    """Dashes between clauses become commas, semicolons are gone."""
    return text.replace(" - ", ", ").replace(";", ",")


def plainer(text: str, random: random.Random) -> str:
    """Words of a raised register exchanged for everyday ones."""
    for given, other in PLAINER.items():
        text = re.sub(rf"\b{given}\b", other, text)
        text = re.sub(rf"\b{given.capitalize()}\b", other.capitalize(), text)
    return text


def edited(text: str, random: random.Random) -> str:
    """A person's edits: plainer words, contractions, fewer commas and dashes, lost words, typing errors."""
    text = contract(plainer(lose_dashes(text, random), random), random)
    return typos(drop_words(lose_commas(text, random, 0.3), random, 0.02), random, 0.015)


def look_alikes(text: str, random: random.Random, share: float = 0.15) -> str:
    """Latin letters exchanged for Cyrillic and Greek ones that look the same."""
    fellows: dict[str, list[str]] = {}
    for other, latin in LOOK_ALIKES.items():
        if "\u0370" <= other <= "\u04ff":
            fellows.setdefault(latin, []).append(other)
    return "".join(
        random.choice(fellows[letter]) if letter in fellows and random.random() < share else letter for letter in text
    )


def zero_width(text: str, random: random.Random, share: float = 0.1) -> str:
    return "".join(letter + (random.choice(ZERO_WIDTH) if random.random() < share else "") for letter in text)


STEPS = [typos, drop_words, swap_words, reorder, join_sentences, contract, lose_commas, lose_dashes, plainer, edited]
ATTACKS = {
    "homoglyphs": look_alikes,
    "zero-width characters": zero_width,
    "typing errors in 5 % of words": typos,
    "upper case": lambda text, random: text.upper(),
    "lower case": lambda text, random: text.lower(),
    "a person's edits": edited,
    "5 % of words lost": drop_words,
    "sentences reordered": reorder,
}


def augmented(text: str, random: random.Random) -> str:
    """One to three of the steps."""
    for step in random.sample(STEPS, random.randint(1, 3)):
        text = step(text, random)
    return " ".join(text.split(" "))
