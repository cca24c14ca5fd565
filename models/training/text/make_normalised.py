"""Writes test/fixtures/text/normalised.json: texts and what the training side's normaliser makes of them.

The tests hold the extension's normaliser against it. `python models/training/text/make_normalised.py`
"""

import hashlib
import json
import random

from normalise import FOLDER, LOOK_ALIKES, normalise

TARGET = FOLDER.parents[2] / "test/fixtures/text/normalised.json"
TEXTS = 1200
SEED = 20261125

WORDS = "the quick brown fox can n't it 's don't Größe café naïve слово привет μm α-helix مرحبا שלום 你好 नमस्ते 한국어 x² ½ ﬁne 100% e.g. a_b 2*3".split()
PIECES = [
    *"“”„«»‘’‚‹›´`'\"″′",
    *"-–—−‑…•·",
    *"\n\n\n\r\t   \u00a0\u2009\u202f\u3000\u2028\u0085",
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u202c\u2066\u2069\u180e\u034f\ufe0f\u2800\u3164",
    *"\0\x07\x1b\x7f\ufffd\ufffe",
    "\U000e0041\U000e0042",
    "\U000e0101",
    "**", "*", "_", "__", "~~", "`", "``", "''", "```\n", "# ", "\n## ", "\n> ", "\n- ", "\n* ", "\n1. ", "\n[x] ", "\n---\n",
    "\n| a | b |\n|---|:-:|\n| 1 | 2 |\n", "[link](https://example.org/a)", "![alt](x.png)", "[", "](", "|", "\n===\n",
    "e\u0301", "o\u0308\u0323", "ＡＢＣ", "𝐛𝐨𝐥𝐝", "ⅷ", "①", "ﷺ", "Å", "👩\u200d👩\u200d👧", "❤️", "🏴\U000e0067\U000e0062\U000e007f",
    "\ud800", "\udfff\ud800",
    " ,", " .", " !", " ...", " n't", " 's", " 'll",
]  # fmt: skip
OPENINGS = [
    "Sure! Here is an essay about trees:\n\n", "Certainly! ", "Of course. Here's the text:\n", "Here are five ideas:\n",
    "I'd be happy to help with that! ", "Below is the mail:\n", "Sure thing! Here is it: ", "Surely not. ", "OK, ", "",
]  # fmt: skip
NASTY = [
    "", " ", "\n", "a", "😀", "😀😀😀", "\ud83d", "\u200b" * 50, "\u202e" + "abc" + "\u202c", "*" * 200, "[" * 200, "`" * 200, "|" * 200,
    "- " * 100, "> " * 100, "Gооgle раураl Аррlе", "кафе Москва", "ԁoc", "iPhoneа", "ΑΒΓ abc", "*a*b*c*", "a*b*c", "_a_ snake_case_name __b__",
    "Here is\n", "Sure! Sure! Sure! x", "…" * 30, "\r\r\n\n\r", "a\u0301" * 40, "\u0301\u0301", "ca n't wo n't it 's we 'll", "`` Well , '' he said .",
    "x" * 3000, "1.\n2.\n3.", "١٢٣ 456", "한글", "\u1112\u1161\u11ab", "ﬀ ﬃ ﬆ", "Ⅳ ㎏ ㍿", "\ufeffBOM", "tab\tseparated\tvalues",
]  # fmt: skip


def main() -> None:
    random.seed(SEED)
    texts = NASTY + [made() for _ in range(TEXTS - len(NASTY))]
    lines = ",\n".join(json.dumps([text, normalise(text)]) for text in texts)
    TARGET.write_text(f'{{"rules": "{hash_of_rules()}", "texts": [\n{lines}\n]}}\n', encoding="utf-8")


def made() -> str:
    parts = [random.choice(OPENINGS)]
    for _ in range(random.randint(3, 14)):
        parts.append(random.choice(random.choices([WORDS, PIECES, [" "], [look_alike_word()]], [5, 4, 5, 1])[0]))
    # Halves of a pair that come together are one character, as in a string of JavaScript.
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def look_alike_word() -> str:
    """A Latin word in which letters were exchanged."""
    fellows = {latin: other for other, latin in LOOK_ALIKES.items()}
    word = random.choice(["paypal", "Google", "Apple", "support", "code", "ACCESS"])
    return "".join(fellows.get(letter, letter) if random.random() < 0.4 else letter for letter in word)


def hash_of_rules() -> str:
    """Of the rules that the expected texts were made with: a test notices when they have changed since."""
    content = (FOLDER / "rules.json").read_bytes() + (FOLDER / "confusables.json").read_bytes()
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
