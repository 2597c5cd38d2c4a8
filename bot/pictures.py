"""What was sent along, made safe to keep: pictures drawn anew without metadata, sounds and papers by kind and size."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
SOUNDS = {b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"\x1aE\xdf\xa3": "audio/webm", b"RIFF": "audio/wav"}
PAPERS = {b"%PDF-": "application/pdf"}


class Unfit(ValueError):
    """The content is not what we keep; the code says why."""


def fit(kind: str, content: bytes) -> tuple[str, bytes]:
    """The media type and what is to be kept. Raises Unfit."""
    if len(content) > LARGEST:
        raise Unfit("too_large")
    if kind == "photo":
        return "image/jpeg", _redrawn(content)
    if kind == "voice":
        return _known(content, SOUNDS, "not_a_sound"), content
    if any(content.startswith(start) for start in PAPERS):
        return _known(content, PAPERS, "not_a_paper"), content
    return "image/jpeg", _redrawn(content)


def _known(content: bytes, kinds: dict[bytes, str], code: str) -> str:
    for start, media_type in kinds.items():
        if content.startswith(start):
            return media_type
    if code == "not_a_sound" and (content[4:8] == b"ftyp" or content[:2] in (b"\xff\xf1", b"\xff\xf9", b"\xff\xfb")):
        return "audio/mp4" if content[4:8] == b"ftyp" else "audio/aac"
    raise Unfit(code)


def _redrawn(content: bytes) -> bytes:
    """Decoded and encoded again: place, time and camera are gone, and so is whatever hid in the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unfit("too_many_pixels")
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as problem:
        raise Unfit(str(problem) if isinstance(problem, Unfit) else "not_a_picture") from None
    except Image.DecompressionBombError:
        raise Unfit("too_many_pixels") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
