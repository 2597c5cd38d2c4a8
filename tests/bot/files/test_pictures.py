"""Pictures are drawn anew and tell only what is seen; sounds and papers are what they say; the rest is refused."""

import io
import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from bot.files.pictures import LARGEST, LONGEST_SIDE, Unfit, fit
from handlers.kit.document import DOCX
from tests.handlers.documents.test_word import changed, template, unchanged

SECRET = b"xom 6 Kim Bang"
ORIENTATION, GPS, MAKER = ExifTags.Base.Orientation, ExifTags.IFD.GPSInfo, ExifTags.Base.Make


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 32), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **more)
    return out.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[MAKER] = SECRET.decode()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (18.0, 39.0, 44.0), 3: "E", 4: (105.0, 17.0, 20.0)})
    return photo(exif=exif, comment=SECRET, icc_profile=SECRET * 10)


def drawn(kind: str, content: bytes) -> Image.Image:
    media_type, kept = fit(kind, content)
    assert media_type == "image/jpeg"
    assert SECRET not in kept
    picture = Image.open(io.BytesIO(kept))
    picture.load()
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
    return picture


@pytest.mark.parametrize("kind", ["photo", "file"])
def test_place_camera_and_comments_are_gone_and_the_picture_stands_upright(kind: str) -> None:
    content = with_place()
    assert SECRET in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)
    assert drawn(kind, content).size == (32, 64)


def test_pictures_of_other_kinds_are_drawn_as_well() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Location", SECRET.decode())
    assert drawn("photo", photo("PNG", pnginfo=told)).size == (64, 32)
    for kind in ("WEBP", "GIF", "AVIF"):
        assert drawn("photo", photo(kind)).size == (64, 32), kind


def test_what_is_see_through_is_seen_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert drawn("photo", out.getvalue()).getpixel((4, 4)) == (255, 255, 255)


def test_what_hides_behind_a_picture_is_gone() -> None:
    assert drawn("photo", photo() + b"PK\x03\x04" + SECRET).size == (64, 32)


def test_large_pictures_become_smaller() -> None:
    assert max(drawn("photo", photo(size=(5000, 2500))).size) == LONGEST_SIDE


def png_of(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (100_000, 1000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(Unfit, match=r"^(too_many_pixels|not_a_picture)$"):
        fit("photo", png_of(*size))


def test_more_than_we_keep_is_refused() -> None:
    with pytest.raises(Unfit, match="too_large"):
        fit("photo", bytes(LARGEST + 1))


def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n(/etc/passwd) (r) file\n"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", b""),
        ("photo", b"MZ" + bytes(200)),
        ("photo", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("photo", b"%PDF-1.7\n"),
        ("photo", b"OggS" + bytes(100)),
        ("photo", photo()[:200]),
        ("photo", photo("PNG")[:50]),
        ("photo", photo("TIFF")),
        ("photo", photo("BMP")),
        ("photo", postscript()),
        ("photo", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)),
        ("file", b"MZ" + bytes(200)),
        ("file", b"#!/bin/sh\nrm -rf /\n"),
        ("file", postscript()),
        ("voice", b""),
        ("voice", photo()),
        ("voice", photo("WEBP")),
        ("voice", b"%PDF-1.7\n"),
        ("voice", b"MZ" + bytes(200)),
        ("voice", b"\0\0\0\x18ftypmp42\0\0\0\0mp42" + bytes(30) + b"hdlr" + bytes(8) + b"vide" + bytes(30)),
        ("voice", b"\x1aE\xdf\xa3" + bytes(30) + b"\x86\x85V_VP8" + bytes(30)),
    ],
)
def test_what_is_not_what_it_should_be_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(Unfit, match=r"^(not_a_picture|not_a_sound)$"):
        fit(kind, content)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"OggS" + bytes(100), "audio/ogg"),
        (b"\x1aE\xdf\xa3" + bytes(100), "audio/webm"),
        (b"ID3" + bytes(100), "audio/mpeg"),
        (b"\xff\xfb" + bytes(100), "audio/mpeg"),
        (b"\xff\xf1" + bytes(100), "audio/aac"),
        (b"RIFF\x10\0\0\0WAVEfmt " + bytes(100), "audio/wav"),
        (b"\0\0\0\x18ftypM4A " + bytes(100), "audio/mp4"),
    ],
)
def test_sounds_are_kept_as_they_are(content: bytes, media_type: str) -> None:
    assert fit("voice", content) == (media_type, content)


def test_papers_are_kept_as_they_are() -> None:
    assert fit("file", b"%PDF-1.7\n%more") == ("application/pdf", b"%PDF-1.7\n%more")


@given(st.sampled_from(["photo", "voice", "file"]), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
@example("photo", "PNG", None)
def test_whatever_is_broken_is_kept_or_refused_and_nothing_else_happens(
    kind: str, of: str, data: st.DataObject | None
) -> None:
    content = bytearray(photo(of))
    if data is not None:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=20)):
            content[place] = data.draw(st.integers(0, 255))
        content = content[: data.draw(st.integers(0, len(content)))]
    try:
        media_type, _ = fit(kind, bytes(content))
    except Unfit:
        return
    assert media_type == "image/jpeg"


def test_a_word_file_is_kept_as_it_is_if_it_neither_runs_nor_fetches_anything() -> None:
    plain = template("{{ ho_ten }}")
    assert fit("file", plain) == (DOCX, plain)
    with_macro = changed(plain, unchanged, {"word/vbaProject.bin": b"x"})
    with pytest.raises(Unfit, match="word_macro"):
        fit("file", with_macro)
    with pytest.raises(Unfit, match="word_broken"):
        fit("file", b"PK\x03\x04" + bytes(200))
    with pytest.raises(Unfit, match="word_not_docx"):
        fit("file", changed(plain, lambda _, part: part.replace(b"document.main", b"template.main")))
    with pytest.raises(Unfit):
        fit("photo", plain)
