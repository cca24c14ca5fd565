"""What kind of picture a row shows, for the head `picture-kind` and for thresholds by kind.

The index names the kind of newer rows; of older ones the source tells. Rows of mixed sources have none.
"""

from __future__ import annotations

import numpy as np

from . import pictures

KINDS = ("photograph", "portrait", "illustration", "render", "graphic", "screenshot", "document")

OF_INDEX = {
    "photo": "photograph",
    "product": "photograph",
    "portrait": "portrait",
    "illustration": "illustration",
    "painting": "illustration",
    "render": "render",
    "graphic": "graphic",
    "screenshot": "screenshot",
    "document": "document",
}

# Looked at, source by source; what is not here holds several kinds.
OF_SOURCE = {
    "ALAE-bedroom": "photograph",
    "ALAE-imagenet256": "photograph",
    "BSDS500": "photograph",
    "SunHays80-HR": "photograph",
    "Urban100-HR": "photograph",
    "camera-exif": "photograph",
    "dreambooth-real": "photograph",
    "flickrlogos27": "photograph",
    "imagenet-sample": "photograph",
    "viv-unsplash": "photograph",
    "wasp-coco": "photograph",
    "ALAE-faces1024": "portrait",
    "BEGAN": "portrait",
    "FLUX-lora-politic": "portrait",
    "FFHQ-real-q": "portrait",
    "PGGAN": "portrait",
    "SD3-portraits": "portrait",
    "StyleGAN-ffhq1024": "portrait",
    "StyleGAN2-tpdne": "portrait",
    "StyleGAN3-1024": "portrait",
    "StyleGAN3-256": "portrait",
    "genphotos-StyleGAN": "portrait",
    "man_unsplash": "portrait",
    "politic-real": "portrait",
}


# The check takes a kind for given from this probability on (utils/checks/ai-image/kind.ts).
CLEAR = 0.6


def told(logits: np.ndarray) -> list[str | None]:
    """The kinds that the head `picture-kind` tells clearly, of logits [N,7]."""
    shares = np.exp(logits - logits.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    return [KINDS[row.argmax()] if row.max() >= CLEAR else None for row in shares]


def kind_of(row: pictures.Row) -> str | None:
    """One of KINDS, or nothing where it is not known."""
    return OF_INDEX.get(row.kind) if row.kind else OF_SOURCE.get(row.source)
