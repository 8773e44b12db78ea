"""Pictures of one colour: whatever path is asked for, its own colour, small and whole."""

from __future__ import annotations

import struct
import zlib
from hashlib import blake2b

SIDE = 96
PNG_START = b"\x89PNG\r\n\x1a\n"
BLOCK, HALF = 8, 128


def picture(path: str) -> bytes:
    """A PNG, or a JPEG for a path that ends so."""
    red, green, blue = blake2b(path.encode(), digest_size=3).digest()
    return jpeg(red) if path.endswith("jpg") else png(red, green, blue)


def png(red: int, green: int, blue: int) -> bytes:
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    line = b"\0" + bytes((red, green, blue)) * SIDE
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(line * SIDE, 9)), (b"IEND", b""))
    return PNG_START + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(grey: int) -> bytes:
    """The smallest that a flat grey can be: every block after the first says that nothing changed."""
    tables = (
        _segment(0xDB, b"\0" + b"\x08" + b"\x01" * 63)
        + _segment(0xC0, struct.pack(">BHHB", 8, SIDE, SIDE, 1) + b"\x01\x11\0")
        # brightness: the sizes 0 to 8 in four bits each; the rest of a block: its end in one bit
        + _segment(0xC4, b"\0" + bytes((0, 0, 0, 9)) + bytes(12) + bytes(range(9)))
        + _segment(0xC4, b"\x10" + bytes((1,)) + bytes(15) + b"\0")
        + _segment(0xDA, b"\x01\x01\0" + b"\0\x3f\0")
    )
    return b"\xff\xd8" + tables + _blocks(grey - HALF) + b"\xff\xd9"


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _blocks(level: int) -> bytes:
    size = abs(level).bit_length()
    value = level if level >= 0 else level + (1 << size) - 1
    bits = f"{size:04b}" + (f"{value:0{size}b}" if size else "") + "0"
    bits += "00000" * ((SIDE // BLOCK) ** 2 - 1)
    bits += "1" * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return body.replace(b"\xff", b"\xff\0")
