"""Makes what people sent safe to keep: draws pictures anew without metadata, checks sounds and papers."""

import io

from PIL import Image, ImageOps

from handlers.kit.document import DOCX

LARGEST = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = {"JPEG": 80_000_000, "MPO": 80_000_000}
MOST_PIXELS_ELSE = 20_000_000
LONGEST_SIDE = 2000
SOUNDS = {b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"\x1aE\xdf\xa3": "audio/webm"}
AAC, MP3 = (b"\xff\xf1", b"\xff\xf9"), (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
FILMS = (b"hdlr\0\0\0\0\0\0\0\0vide", b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG", b"\x80theora")
PAPER = b"%PDF-"
PACKAGE = b"PK\x03\x04"

# the size is looked at before anything is unpacked; a JPEG is unpacked at a fraction of it
Image.MAX_IMAGE_PIXELS = None


class Unfit(ValueError):
    """The content is not what we keep; the code says why."""


def fit(kind: str, content: bytes) -> tuple[str, bytes]:
    """Gives the media type and what is to be kept. Raises Unfit."""
    if len(content) > LARGEST:
        raise Unfit("too_large")
    if kind == "voice":
        return _sound(content), content
    if kind == "file" and content.startswith(PAPER):
        return "application/pdf", content
    if kind == "file" and content.startswith(PACKAGE):
        return DOCX, _plain_word(content)
    return "image/jpeg", _redrawn(content)


def _plain_word(content: bytes) -> bytes:
    """Takes a Word file that neither runs nor fetches anything. Raises Unfit."""
    from handlers.documents import word_package  # with its reader of XML, spared until somebody sends one

    try:
        word_package.texts_of(content)
    except word_package.Unfit as unfit:
        raise Unfit(f"word_{unfit.faults[0].code}") from None
    return content


def _sound(content: bytes) -> str:
    """Gives a sound's media type by its first bytes, whatever it is called. Raises Unfit, for films too."""
    if any(mark in content for mark in FILMS):
        raise Unfit("not_a_sound")
    for start, media_type in SOUNDS.items():
        if content.startswith(start):
            return media_type
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[:2] in (*AAC, *MP3):
        return "audio/aac" if content[:2] in AAC else "audio/mpeg"
    raise Unfit("not_a_sound")


def _redrawn(content: bytes) -> bytes:
    """Decodes and encodes a picture: place, time and camera are gone, and so is whatever hid in the file."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS.get(picture.format or "", MOST_PIXELS_ELSE):
                raise Unfit("too_many_pixels")
            fresh = _drawn(picture)
    except Unfit:
        raise
    except Exception:  # noqa: BLE001  a broken picture fails in as many ways as there are decoders
        raise Unfit("not_a_picture") from None
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _drawn(picture: Image.Image) -> Image.Image:
    """Draws a picture anew: at most 2000 pixels a side, upright, on white, nothing but its pixels."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    paper = Image.new("RGB", upright.size, "white")
    painted = upright.convert("RGBA")
    paper.paste(painted, mask=painted.getchannel("A"))
    return paper
