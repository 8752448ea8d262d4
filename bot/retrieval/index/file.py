"""Index files: arrays with a header, mapped into memory, so that processes share their pages.

A file begins with MAGIC and the length of its header, 8 bytes. The header is JSON: the digest of
what was indexed, values, and the type, shape and place of each array. Nothing of it is executed.
"""

import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from bot.retrieval.index.postings import Array

MAGIC = b"verbatim index 2\n"
_LENGTH = 8
_ALIGNED = 64
_KINDS = frozenset({"uint8", "uint16", "uint32", "uint64", "int32", "int64", "float32", "float64"})


class IndexFileError(Exception):
    """A file that is no index of the corpus: damaged, of another version, or of another corpus."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What an index file has: arrays by name, and plain values."""

    arrays: Mapping[str, Array]
    values: Mapping[str, Any]


def write_index(path: Path, digest: str, stored: Stored) -> None:
    """Write a file for its owner, as a whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    places, end, checksum = {}, 0, 0
    for name, array in stored.arrays.items():
        padding = -end % _ALIGNED
        checksum = crc32(bytes(padding), checksum)
        checksum = crc32(_bytes_of(array), checksum)
        places[name] = [str(array.dtype), list(array.shape), end + padding]
        end += padding + array.nbytes
    header = {
        "digest": digest, "values": dict(stored.values), "arrays": places, "size": end,
        "checksum": checksum,
    }  # fmt: skip
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            _write(file, json.dumps(header).encode(), stored)
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _write(file: Any, header: bytes, stored: Stored) -> None:
    file.write(MAGIC + len(header).to_bytes(_LENGTH, "little") + header)
    file.write(bytes(-file.tell() % _ALIGNED))
    begin = file.tell()
    for array in stored.arrays.values():
        file.write(bytes(-(file.tell() - begin) % _ALIGNED))
        file.write(_bytes_of(array))
    file.flush()
    os.fsync(file.fileno())


def _bytes_of(array: Array) -> memoryview:
    return np.ascontiguousarray(array).view(np.uint8).data


def read_index(path: Path, digest: str) -> Stored:
    """Map a file that was written for what has this digest.

    Raises FileNotFoundError where there is none, IndexFileError where it is not the right one or
    damaged, OSError where it cannot be read.
    """
    with path.open("rb") as file:
        try:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:
            raise IndexFileError("it is empty") from error
    try:
        header, begin = _header(content)
        if header["digest"] != digest:
            raise IndexFileError("it belongs to other documents or parameters")
        body = memoryview(content)[begin:]
        if len(body) != header["size"] or crc32(body) != header["checksum"]:
            raise IndexFileError("it is damaged")
        arrays = {name: _array(content, begin, place) for name, place in header["arrays"].items()}
        return Stored(arrays, dict(header["values"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexFileError("it is damaged") from error


def _header(content: mmap.mmap) -> tuple[dict[str, Any], int]:
    if content[: len(MAGIC)] != MAGIC:
        raise IndexFileError("it is no index of this version")
    begin = len(MAGIC) + _LENGTH
    end = begin + int.from_bytes(content[len(MAGIC) : begin], "little")
    return json.loads(content[begin:end]), end + -end % _ALIGNED


def _array(content: mmap.mmap, begin: int, place: tuple[str, list[int], int]) -> Array:
    kind, shape, start = place
    if kind not in _KINDS:
        raise ValueError(kind)
    size = int(np.prod(shape))
    return np.frombuffer(content, kind, size, begin + start).reshape(shape)
