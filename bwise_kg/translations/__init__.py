"""Texts in twelve languages beside English: what there is to translate, and the files that hold it."""

from .collections import COLLECTIONS, LABELS, RULES, Collection, Text
from .files import Translation, placeholders, save, table, translations, turtle
from .languages import EASY_READ, LANGUAGES

__all__ = [
    "COLLECTIONS",
    "EASY_READ",
    "LABELS",
    "LANGUAGES",
    "RULES",
    "Collection",
    "Text",
    "Translation",
    "placeholders",
    "save",
    "table",
    "translations",
    "turtle",
]
