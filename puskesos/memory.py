"""Keeps the web process small: where big short-lived blocks go, such as the 19 MB of each password check."""

from __future__ import annotations

import ctypes
import sys

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # from glibc's malloc.h
BIG_BLOCK = 1024 * 1024
HEAPS = 2


def give_memory_back() -> None:
    """Blocks over a megabyte go back to the system at once; threads share two heaps. Without glibc nothing changes."""
    if sys.platform != "linux":
        return
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        tune(M_MMAP_THRESHOLD, BIG_BLOCK)
        tune(M_ARENA_MAX, HEAPS)
