"""Logos of fictitious organisations, drawn here so that no picture of others is shipped."""

import struct
import zlib

SIZE = 96


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rings(color, centres, radius=26, width=9):
    """A PNG of rings around the centres on white, as bytes."""
    lines = bytearray()
    for y in range(SIZE):
        lines.append(0)
        for x in range(SIZE):
            hit = any(abs(((x - cx) ** 2 + (y - cy) ** 2) ** 0.5 - radius) <= width / 2 for cx, cy in centres)
            lines += bytes(color if hit else (255, 255, 255))
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(lines), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
