"""PDF files as objects in bytes: those of our own worker read, and a new one written piece by piece.

pydyf writes every stream plain, all else in one stream of objects, and escapes brackets in strings. That is all this
knows; other files are not for it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO

STRING = rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>"
REFERENCE = re.compile(STRING + rb"|(\d+) 0 R\b", re.DOTALL)  # strings are passed over
WIDTHS = re.compile(rb"/W \[(\d+) (\d+) (\d+)\]")
HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
PLAIN, HELD = 1, 2  # an object that stands by itself, one in a stream of objects
ENTRY = struct.Struct(">BIH")  # which of them; where, or in which; at which place there


class Objects:
    """What every object of a file says (a stream: its dictionary), and the streams as they are packed, by number."""

    def __init__(self, content: bytes) -> None:
        self.told: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        self.trailer, references = _stream_at(content, int(content.rsplit(b"startxref", 1)[1].split()[0]))
        for number, where in _plain_ones(self.trailer, zlib.decompress(references)):
            told, stream = _stream_at(content, where)
            if b"/Type /ObjStm" in told:
                self.told.update(_held_in(told, zlib.decompress(stream)))
            else:
                self.told[number], self.streams[number] = told, stream


class Target:
    """A file that is written: objects in groups, each group packed at once; numbers up to `ours` are given out."""

    def __init__(self, file: BinaryIO, ours: Sequence[int]) -> None:
        self._file = file
        self._where = file.write(HEADER)
        self._entries = bytearray(ENTRY.size * (len(ours) + 1))

    def new_number(self) -> int:
        self._entries.extend(bytes(ENTRY.size))
        return len(self._entries) // ENTRY.size - 1

    def write(self, told: dict[int, bytes], streams: dict[int, bytes]) -> None:
        """Write objects, those in `streams` with their stream as it is."""
        for number, stream in streams.items():
            self._plain(number, told[number], stream)
        held = [number for number in told if number not in streams]
        holder, offset, heads = self.new_number(), 0, []
        for place, number in enumerate(held):
            heads.append(b"%d %d" % (number, offset))
            offset += len(told[number]) + 1
            self._note(number, HELD, holder, place)
        head = b" ".join(heads) + b"\n"
        packed = zlib.compress(head + b"\n".join(told[number] for number in held))
        facts = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % (len(held), len(head), len(packed))
        self._plain(holder, facts, packed)

    def finish(self, root: int, info: int) -> None:
        """Where everything is, and the end."""
        number, where = self.new_number(), self._where
        self._note(number, PLAIN, where, 0)
        self._note(0, 0, 0, 65535)
        packed = zlib.compress(self._entries)
        facts = b"<</Type /XRef/W [1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/Filter /FlateDecode/Length %d>>"
        self._plain(number, facts % (number + 1, root, info, len(packed)), packed)
        self._file.write(b"startxref\n%d\n%%%%EOF\n" % where)

    def _plain(self, number: int, told: bytes, stream: bytes) -> None:
        self._note(number, PLAIN, self._where, 0)
        if b"/Length " not in told:
            told = told[:-2] + b"/Length %d>>" % len(stream)
        self._where += self._file.write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, told, stream))

    def _note(self, number: int, kind: int, where: int, place: int) -> None:
        ENTRY.pack_into(self._entries, number * ENTRY.size, kind, where, place)


def number_after(words: bytes, told: bytes) -> int:
    """The number that stands right after those words: of an object, or how many."""
    return int(re.search(re.escape(words) + rb"(\d+)", told)[1])


def _stream_at(content: bytes, where: int) -> tuple[bytes, bytes]:
    """The dictionary and the packed bytes of the stream that begins there."""
    begin = content.index(b"obj\n", where) + 4
    end = content.index(b"\nstream\n", begin)
    told, first = content[begin:end], end + len(b"\nstream\n")
    return told, content[first : first + number_after(b"/Length ", told)]


def _plain_ones(trailer: bytes, references: bytes) -> Iterator[tuple[int, int]]:
    """Number and place of the objects that stand by themselves."""
    widths = [int(width) for width in WIDTHS.search(trailer).groups()]
    for number in range(len(references) // sum(widths)):
        entry = references[number * sum(widths) :]
        if entry[0] == PLAIN:
            yield number, int.from_bytes(entry[1 : 1 + widths[1]])


def _held_in(told: bytes, unpacked: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of the objects in a stream of objects."""
    first = number_after(b"/First ", told)
    heads = [int(one) for one in unpacked[:first].split()]
    places = [first + offset for offset in heads[1::2]] + [len(unpacked) + 1]
    for number, (begin, end) in zip(heads[::2], pairwise(places), strict=True):
        yield number, unpacked[begin : end - 1]
