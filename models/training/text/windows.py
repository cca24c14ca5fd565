"""How a text is cut for the models: windows of whole words and of nearly equal numbers of word pieces."""

from __future__ import annotations

from tokenizers import Tokenizer

PIECES = 126


class Cutter:
    """Cuts texts; remembers the pieces of words."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    def pieces(self, words: list[str]) -> list[list[int]]:
        """Of every word alone, its pieces."""
        unknown = list({word for word in words if word not in self._known})
        if unknown:
            encoded = self._tokenizer.encode_batch(unknown, add_special_tokens=False)
            self._known.update(zip(unknown, (one.ids for one in encoded), strict=True))
        return [self._known[word] for word in words]

    def cut(self, text: str) -> list[tuple[str, list[int]]]:
        """The windows of a normalised text: their words, joined by spaces, and their pieces."""
        words = text.split(" ")
        pieces = self.pieces(words)
        total = sum(map(len, pieces))
        count = max(1, -(-total // PIECES))
        windows: list[tuple[list[str], list[int]]] = [([], [])]
        before = 0
        for word, its in zip(words, pieces, strict=True):
            held = windows[-1]
            full = len(held[1]) + len(its) > PIECES
            # In whole numbers, so that every machine cuts alike: before >= closed * total / count.
            if held[0] and (full or before * count >= len(windows) * total):
                held = ([], [])
                windows.append(held)
            held[0].append(word)
            held[1].extend(its)
            before += len(its)
        return [(" ".join(held), ids) for held, ids in windows]
