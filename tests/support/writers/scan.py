"""Scans of a PDF: its pages drawn at a resolution, set slightly askew, blurred and made noisy, as a copier does. The same seed gives
the same scan."""

from __future__ import annotations

import io
from typing import Any

POINTS = 72.0


def scan_images(pdf: bytes, dpi: int = 200, skew: float = 0.4, noise: float = 8.0, blur: float = 0.6, seed: int = 1) -> list[Any]:
    """Grey images (numpy arrays) of the pages. ``skew``: largest angle in degrees, ``noise``: standard deviation of grey levels."""
    import cv2
    import numpy as np
    import pypdfium2

    random = np.random.default_rng(seed)
    images = []
    for page in pypdfium2.PdfDocument(pdf):
        grey = page.render(scale=dpi / POINTS, grayscale=True).to_numpy().reshape(-1, round(page.get_width() * dpi / POINTS + 0.499))
        height, width = grey.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(-skew, skew)), 1.0)
        turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
        soft = cv2.GaussianBlur(turned, (0, 0), blur) if blur else turned
        paper = 246.0 - (255.0 - soft.astype(np.float32)) * 0.88
        images.append(np.clip(paper + random.normal(0.0, noise, paper.shape), 0, 255).astype(np.uint8))
    return images


def scan_pdf(pdf: bytes, dpi: int = 200, quality: int = 75, **how: Any) -> bytes:
    """The scan as a PDF of JPEG pictures."""
    from PIL import Image

    pictures = [Image.fromarray(image) for image in scan_images(pdf, dpi, **how)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi, quality=quality)
    return out.getvalue()


def scan_file(pdf: bytes, kind: str = "PNG", dpi: int = 200, **how: Any) -> bytes:
    """The first page's scan as a picture file (``PNG JPEG TIFF``); a TIFF holds all pages."""
    from PIL import Image

    pictures = [Image.fromarray(image) for image in scan_images(pdf, dpi, **how)]
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if kind == "TIFF" else {}
    pictures[0].save(out, kind, dpi=(dpi, dpi), **more)
    return out.getvalue()
