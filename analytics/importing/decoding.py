"""From the bytes of a file to UTF-8 text on disk, whatever it was packed and encoded in.

Files are read in pieces: none is ever held in memory whole.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from analytics.errors import FileRefused

Container = Literal["text", "workbook", "parquet"]

_PIECE = 1 << 22
# A wrongly guessed encoding shows at once; a right one may still hold a few broken characters.
_BROKEN_SHARE = 0.02
_ODD_BLANKS = ("\u00a0", "\u3000", "\u2003", "\u2009", "\u202f", "\ufeff")
_REPLACEMENT = "\ufffd"
# Characters that text does not hold, and how files of other kinds begin.
_CONTROL = (*range(9), *range(14, 27), *range(28, 32))
_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
# Ideographs, their punctuation, and full-width forms.
_CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u301f\uff01-\uff5e￥℃·—…“”‘’]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text file in UTF-8.

    Attributes
    ----------
    path : Path
        The file itself where it already was UTF-8, else a copy.
    encoding : str
        What it was encoded in.
    warnings : tuple of str
        ``encoding_guessed`` (it is Latin-1 for want of anything better), ``characters_broken``
        (some bytes are no characters in it), ``nul_removed``.
    odd_blanks : bool
        Whether it holds tabs or blanks beyond ASCII, which may surround cells: some exports put a tab
        into a cell to keep a spreadsheet from reading it as a number.
    nul : bool
        Whether it holds NUL characters.
    """

    path: Path
    encoding: str
    warnings: tuple[str, ...]
    odd_blanks: bool
    nul: bool


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes in pieces that fit a processor's cache."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE // 16):
            yield piece


def sha256(path: Path) -> str:
    """Return the hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpacked(path: Path, workspace: Path, *, whole: bool = True) -> Path:
    """Return the file, or its content where it is gzip-compressed.

    Parameters
    ----------
    path : Path
    workspace : Path
        Where the content is written.
    whole : bool, default True
        Whether all of the content is wanted, or only its first megabytes.

    Returns
    -------
    Path

    Raises
    ------
    FileRefused
        The file is missing, unreadable, empty, or a damaged archive.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(2)
        if not beginning:
            raise _empty(path)
        if beginning != b"\x1f\x8b":
            return path
        target = workspace / f"unpacked-{len(list(workspace.iterdir()))}"
        with gzip.open(path) as packed, target.open("wb") as content:
            while piece := packed.read(_PIECE):
                content.write(piece)
                if not whole and content.tell() > 2 * _PIECE:
                    break
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused(f"{path.name} is a damaged or incomplete archive: {error}.", code="file_archive",
                          hint="Download or export it again.", file=path.name, reason=str(error)) from error
    except FileNotFoundError as error:
        raise FileRefused(f"There is no file {path}.", code="file_missing", file=str(path)) from error
    except (IsADirectoryError, PermissionError) as error:
        raise FileRefused(f"{path} cannot be read: {error.strerror}.", code="file_unreadable",
                          file=str(path), reason=str(error.strerror)) from error
    if target.stat().st_size == 0:
        raise _empty(path)
    return target


def _empty(path: Path) -> FileRefused:
    return FileRefused(f"{path.name} is empty.", code="file_empty", hint="Export it again.", file=path.name)


def first_part(path: Path, workspace: Path) -> Path:
    """Return a copy of the first megabytes of a text file, up to the end of a line; a short file itself."""
    with path.open("rb") as file:
        content = file.read(_PIECE)
        if not file.read(1):
            return path
    wide = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}.get(_utf_16(content) or "", b"\n")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = b"\n\0" if content.startswith(codecs.BOM_UTF16_LE) else b"\0\n"
    end = content.rfind(wide)
    target = workspace / "first-part"
    target.write_bytes(content[:end + len(wide)] if end > 0 else content)
    return target


def container(path: Path, name: str) -> Container:
    """Say what kind of file it is, by its content and not by its name.

    Raises
    ------
    FileRefused
        Its content is no table: a document, a picture, a program.
    """
    with path.open("rb") as file:
        beginning = file.read(1 << 16)
    if beginning.startswith(b"PAR1"):
        return "parquet"
    if beginning.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "workbook"
    if _utf_16(beginning) is None:
        control = sum(beginning.count(bytes([code])) for code in _CONTROL)
        if beginning.startswith(_NO_TABLES) or control > 0.1 * len(beginning):
            raise FileRefused(f"{name} is not a table.", code="file_not_table", file=name,
                              hint="Bring CSV, TSV, XLSX or Parquet.")
    return "text"


def as_text(path: Path, workspace: Path, name: str, encoding: str | None = None) -> Text:
    """Return a text file as UTF-8, converting it where needed.

    Parameters
    ----------
    path : Path
    workspace : Path
        Where a converted copy is written.
    name : str
        The file's own name, for messages.
    encoding : str, optional
        Its encoding; found out when omitted.

    Returns
    -------
    Text

    Raises
    ------
    FileRefused
        The stated encoding does not exist, or the file is not in it.
    """
    if encoding:
        return _converted(path, workspace, name, _codec(encoding, name), strict=True)
    with path.open("rb") as file:
        beginning = file.read(1 << 16)
    if (wide := _utf_16(beginning)) is not None:
        return _converted(path, workspace, name, wide, strict=False)
    broken, others, odd, nul = _as_utf_8(path)
    if broken == 0:
        return Text(path, "utf-8", ("nul_removed",) if nul else (), odd, nul)
    if broken <= _BROKEN_SHARE * others or (broken == 1 and others == 0):
        return _converted(path, workspace, name, "utf-8", strict=False)
    if _is_chinese(path):
        return _converted(path, workspace, name, "gb18030", strict=False)
    text = _converted(path, workspace, name, "latin-1", strict=False)
    return Text(text.path, "latin-1", ("encoding_guessed", *text.warnings), text.odd_blanks, text.nul)


def _codec(encoding: str, name: str) -> str:
    try:
        known = codecs.lookup(encoding).name
    except LookupError as error:
        raise FileRefused(f"There is no encoding named {encoding!r}.", code="encoding_unknown", file=name,
                          encoding=encoding, hint="Known: utf-8, utf-16, gb18030, latin-1.") from error
    # GBK and GB2312 are parts of GB18030; files that claim the part often hold the whole.
    return "gb18030" if known in ("gbk", "gb2312", "cp936") else known


def _utf_16(beginning: bytes) -> str | None:
    if beginning.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(beginning) // 2
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    if half >= 4 and odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    if half >= 4 and even > 0.3 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _as_utf_8(path: Path) -> tuple[int, int, bool, bool]:
    """Count what is no UTF-8, and its other characters beyond ASCII; look for odd blanks and NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = others = 0
    odd = nul = False
    for piece in pieces(path):
        odd, nul = odd or _has_odd_blanks(piece), nul or b"\0" in piece
        if piece.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(piece)
        lost = text.count(_REPLACEMENT)
        broken += lost
        others += len(piece) - len(text) if lost == 0 else _beyond_ascii(text) - lost
    return broken + len(decoder.decode(b"", final=True)), others, odd, nul


def _has_odd_blanks(piece: bytes) -> bool:
    return b"\t" in piece or (not piece.isascii() and any(blank.encode() in piece for blank in _ODD_BLANKS))


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _is_chinese(path: Path) -> bool:
    # In GBK nearly every character takes two high bytes, and common characters lie in a known block;
    # in Latin-1 high bytes stand alone between letters.
    decoder = codecs.getincrementaldecoder("gb18030")("replace")
    common = broken = others = 0
    for piece in pieces(path):
        text = decoder.decode(piece)
        broken += text.count(_REPLACEMENT)
        others += _beyond_ascii(text)
        common += len(_CHINESE.findall(text))
        if others > 200_000:
            break
    likely = broken <= _BROKEN_SHARE * others and common >= 0.8 * (others - broken)
    return others > 0 and likely and _high_pairs(path) > 0.6


def _high_pairs(path: Path) -> float:
    """Share of the bytes beyond ASCII that stand next to another one."""
    with path.open("rb") as file:
        beginning = file.read(_PIECE)
    high = bytes(beginning).translate(bytes(128) + b"\1" * 128)
    alone = (b"\0" + high + b"\0").count(b"\0\1\0")
    total = high.count(1)
    return 1 - alone / total if total else 0.0


def _converted(path: Path, workspace: Path, name: str, encoding: str, *, strict: bool) -> Text:
    target = workspace / f"text-{len(list(workspace.iterdir()))}"
    decoder = codecs.getincrementaldecoder(encoding)("strict" if strict else "replace")
    broken, odd, nul, position = 0, False, False, 0
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            for piece in pieces(path):
                broken += _write(file, decoder.decode(piece))
                position += len(piece)
            broken += _write(file, decoder.decode(b"", final=True))
    except UnicodeError as error:
        raise FileRefused(
            f"{name} is not in {encoding}: near byte {position}, {error.args[-1]}.", code="file_encoding",
            hint="Leave the encoding out to have it found, or state another.",
            file=name, encoding=encoding) from error
    for piece in pieces(target):
        odd, nul = odd or _has_odd_blanks(piece), nul or b"\0" in piece
    warnings = [code for code, holds in (("characters_broken", broken > 0), ("nul_removed", nul)) if holds]
    shown = "utf-16" if encoding.startswith("utf-16") else encoding
    return Text(target, shown, tuple(warnings), odd, nul)


def _write(file: TextIO, text: str) -> int:
    file.write(text.removeprefix("\ufeff"))
    return text.count(_REPLACEMENT)
