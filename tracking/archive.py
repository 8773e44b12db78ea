"""The archive's form: replies as zstd, with a dictionary of what every report says anyway.

The dictionary is trained here, on made-up replies and no real data; each one ever used is kept in the
database, so that a change of samples or library never makes an old reply unreadable.
"""

import zlib
from functools import cache
from typing import Any

import zstandard

from tracking.models import ArchiveDictionary
from tracking.samples import made_up_reply

LEVEL = 3  # 0.04 ms and 992 bytes for the median recorded reply; level 9 takes 0.27 ms for 840
SAMPLES = 200
DICTIONARY_BYTES = 1 << 16
SEGMENT, STRIDE = 2048, 8  # how the training cuts samples up; measured, as are the others


class Unreadable(Exception):
    """An archived reply that is damaged, or whose dictionary is gone."""


@cache
def current_content() -> bytes:
    """Takes half a second of CPU, once a process."""
    samples: list[Any] = [made_up_reply(number) for number in range(SAMPLES)]
    return zstandard.train_dictionary(DICTIONARY_BYTES, samples, k=SEGMENT, d=STRIDE).as_bytes()


@cache
def current_id() -> int:
    """The dictionary that is written with now."""
    return zlib.crc32(current_content())


def keep_dictionary() -> None:
    """Stores the current dictionary for the readers to come, in the transaction that first needs it."""
    if ArchiveDictionary.objects.filter(id=current_id()).exists():
        return
    row = ArchiveDictionary(id=current_id(), content=current_content())
    ArchiveDictionary.objects.bulk_create([row], ignore_conflicts=True)


def compress(body: bytes) -> bytes:
    return _compressor().compress(body)


def decompress(body: bytes, dictionary_id: int) -> bytes:
    """Raises Unreadable."""
    try:
        return _decompressor(dictionary_id).decompress(body)
    except (zstandard.ZstdError, ArchiveDictionary.DoesNotExist) as error:
        raise Unreadable(str(error)) from error


@cache
def _compressor() -> zstandard.ZstdCompressor:
    dictionary = _dictionary(current_content())
    dictionary.precompute_compress(level=LEVEL)  # once, and not with every reply
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary, write_dict_id=False)


@cache
def _decompressor(dictionary_id: int) -> zstandard.ZstdDecompressor:
    content = ArchiveDictionary.objects.get(id=dictionary_id).content
    return zstandard.ZstdDecompressor(dict_data=_dictionary(bytes(content)))


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    """Trained, or mere text as the first versions used it."""
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_AUTO)
