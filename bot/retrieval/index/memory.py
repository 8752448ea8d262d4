"""Gives memory that is free again back to the system, so that others can have it."""

import ctypes


def give_back() -> None:
    """Ask the C library to return what is free; only glibc keeps so much that it has a way."""
    getattr(ctypes.pythonapi, "malloc_trim", int)(0)
