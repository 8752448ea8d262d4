"""Verbatim answers a question about a numbered document by quoting the right paragraph."""

__version__ = "0.1.0"
