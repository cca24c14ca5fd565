"""Hashed n-grams of a window: the features of `ai-text-ngrams`, which the product computes by the same rules.

Everything goes by UTF-16 code units and by ranges of them, so that no two languages' idea of a letter matters.
"""

from __future__ import annotations

import numpy as np

BITS = 20
BUCKETS = 1 << BITS
BASIS = 0x811C9DC5
PRIME = 0x01000193
# Kinds 1 to 3: runs of that many words. Kinds 4 to 6: runs of 3 to 5 code units.
WORD_RUNS = {1: 1, 2: 2, 3: 3}
UNIT_RUNS = {4: 3, 5: 4, 6: 5}
SPACE, APOSTROPHE, ZERO, NINE, LOW_A, LOW_Z, UPPER_A, UPPER_Z = (ord(one) for one in " '09azAZ")
FIRST_FOREIGN = 0xC0

Uints = np.ndarray


def folded(text: str) -> Uints:
    """The code units, with A-Z in lower case and every digit as 0."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16).astype(np.uint32)
    units = np.where((units >= UPPER_A) & (units <= UPPER_Z), units + 32, units)
    return np.where((units >= ZERO) & (units <= NINE), np.uint32(ZERO), units)


def tokens(units: Uints) -> list[tuple[int, ...]]:
    """Words, and single units that belong to none."""
    in_word = ((units >= LOW_A) & (units <= LOW_Z)) | (units == ZERO) | (units == APOSTROPHE) | (units >= FIRST_FOREIGN)
    found: list[tuple[int, ...]] = []
    word: list[int] = []
    for unit, inside in zip(units.tolist(), in_word.tolist(), strict=True):
        if inside:
            word.append(unit)
            continue
        if word:
            found.append(tuple(word))
            word = []
        if unit != SPACE:
            found.append((unit,))
    if word:
        found.append(tuple(word))
    return found


KNOWN: dict[tuple[int, ...], int] = {}


def word_hash(token: tuple[int, ...]) -> int:
    """FNV-1a over 16-bit units."""
    if token not in KNOWN:
        h = BASIS
        for unit in token:
            h = ((h ^ unit) * PRIME) & 0xFFFFFFFF
        KNOWN[token] = h
    return KNOWN[token]


def runs(kind: int, units: Uints, length: int) -> Uints:
    """The ids of all runs of `length`."""
    if len(units) < length:
        return np.empty(0, np.uint32)
    h = np.full(len(units) - length + 1, BASIS ^ kind, np.uint32)
    for place in range(length):
        h = (h ^ units[place : place + len(h)]) * np.uint32(PRIME)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h >> np.uint32(32 - BITS)


def features(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Ids, ascending, int32, and values, float32, of a window's text."""
    units = folded(text)
    words = np.array([word_hash(token) for token in tokens(units)], np.uint32)
    framed = np.concatenate([[SPACE], units, [SPACE]]).astype(np.uint32)
    found = [runs(kind, words, length) for kind, length in WORD_RUNS.items()]
    found += [runs(kind, framed, length) for kind, length in UNIT_RUNS.items()]
    if not len(units):
        return np.zeros(1, np.int32), np.zeros(1, np.float32)
    ids, counts = np.unique(np.concatenate(found), return_counts=True)
    values = 1 + np.log(counts)
    return ids.astype(np.int32), (values / np.sqrt((values**2).sum())).astype(np.float32)
