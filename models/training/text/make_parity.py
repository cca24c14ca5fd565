"""Writes test/fixtures/text/tokens.json and ngrams.json: texts, and the word pieces and n-grams of training.

The tests hold the extension's side against them. `python -m text.make_parity --minilm FOLDER --ngrams MODEL.onnx`
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnxruntime

from . import minilm, ngrams, windows
from .normalise import FOLDER, normalise

FIXTURES = FOLDER.parents[2] / "test/fixtures/text"
TEXTS = 1000
SEED = 20261126
ENGLISH = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you were all her she there would their we him been has when who will no more if out so up said what its about than
into them can only other time new some could these two may first then do any like my now over such our man me even
most made after also did many before must through years where much your way well down should because long people
just those mr how too little state good very make world still own see men work here get between both life being
under never day same another know while last might us great old year off come since against go came right used take
three whether however nevertheless antidisestablishmentarianism uncharacteristically photosynthesis
internationalisation microarchitecture counterrevolutionaries
""".split()
FOREIGN = """
café naïve Übergröße façade señor Ångström œuvre Łódź İstanbul ıssız straße ÆSIR Ðe þorn Žižek Nguyễn Đà Nẵng
coöperate слово привет ёлка Київ щавель λόγος Αθήνα ὀδύσσεια ΣΊΣΥΦΟΣ שלום מִלָּה مرحبا كِتَاب हिन्दी नमस्ते বাংলা
தமிழ் ไทย ภาษา 日本語 にほんご カタカナ 中文 漢字 한국어 ქართული հայերեն አማርኛ ᏣᎳᎩ ខ្មែរ မြန်မာ
""".split()
SIGNS = [
    *".,;:!?'\"()[]{}<>/\\|@#$%^&*_-+=~`", "...", "--", "-", "n't", "'s", "€", "£", "¥", "©", "®", "™",
    "°", "±", "×", "÷", "≠", "∞", "→", "¿", "¡",
    "§", "¶", "•", "·", "😀", "🎉", "👩🏽", "🇩🇪", "❤", "𝄞", "𐍈", "①", "½", "²", "№", "؟", "、", "。", "「", "」",
    "！", "۱۲۳", "२०२६", "１２", "ﬁ", "ǆ",
]  # fmt: skip
NUMBERS = [
    "0", "7", "42", "1984", "2026", "3.14",
    "1,000,000", "50%", "10:30", "1st", "2nd", "0x1f", "A4", "H2O", "COVID-19", "v1.2.3",
]  # fmt: skip
EDGES = [
    "", "a", "A", "'", "''", "0", "é", "😀", "😀😀", "\ufffd", "x" * 99, "x" * 100, "x" * 101, "x" * 300,
    "é" * 100, "é" * 101, "漢" * 130,
    "a-b-c-d", "don't", "DON'T", "I'm", "...", "?!?!", "[CLS]", "[SEP] [PAD] [MASK] [UNK]", "[cls]",
    "##ing", "a##b", "123 456 789", "aaaa aaaa aaaa",
    "the the the the the the", "ß ẞ ŉ ǰ ΐ", "İ i̇ I ı", "ΑΣ ΑΣΑ Σ", "A\u0301 e\u0301\u0323", "\u0301",
    "a\u0308\u0304b", "ǅ Ǆ", "ﷺ", "Å Å Å", "Ⅷ ⅷ",
]  # fmt: skip


def made(generator: random.Random) -> str:
    """A text of words of many scripts, signs and numbers, with more or less of each."""
    kinds = [ENGLISH, FOREIGN, SIGNS, NUMBERS]
    shares = generator.choice([(12, 1, 2, 1), (4, 4, 3, 1), (1, 8, 1, 0), (3, 0, 3, 3)])
    words = []
    for _ in range(generator.randint(1, 60)):
        word = generator.choice(generator.choices(kinds, shares)[0])
        style = generator.random()
        if style < 0.1:
            word = word.upper()
        elif style < 0.25:
            word = word[:1].upper() + word[1:]
        elif style < 0.3:
            word += generator.choice(ENGLISH)
        words.append(word)
        # What stands at a word rather than alone.
        if generator.random() < 0.15:
            words[-1] += generator.choice(".,;:!?)'\"")
    return " ".join(words)


def id_hash(ids: np.ndarray) -> int:
    """FNV-1a over 32-bit ids."""
    h = ngrams.BASIS
    for one in ids.tolist():
        h = ((h ^ one) * ngrams.PRIME) & 0xFFFFFFFF
    return h


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--ngrams", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FIXTURES)
    options = parser.parse_args()
    generator = random.Random(SEED)
    texts = [normalise(text) for text in EDGES] + [normalise(made(generator)) for _ in range(TEXTS - len(EDGES))]
    tokenizer = minilm.pieces(options.minilm)
    cutter = windows.Cutter(tokenizer)
    session = onnxruntime.InferenceSession(str(options.ngrams), providers=["CPUExecutionProvider"])
    tokens, hashed = [], []
    for text in texts:
        cut = cutter.cut(text)
        whole = tokenizer.encode(text, add_special_tokens=False).ids
        # Of the whole text, and the numbers of words and pieces in each of its windows.
        tokens.append([text, whole, [[len(words.split(" ")), len(ids)] for words, ids in cut]])
        ids, values = ngrams.features(text)
        logit = session.run(None, {"ids": ids[None], "values": values[None]})[0][0, 0]
        hashed.append([text, len(ids), id_hash(ids), round(float(values.sum()), 5), round(float(logit), 5)])
    for name, rows in (("tokens.json", tokens), ("ngrams.json", hashed)):
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        (options.out / name).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
