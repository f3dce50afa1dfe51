"""ESCO, the European classification of skills, competences, qualifications and occupations."""

from .release import SCHEMES, Release, read_releases
from .report import Finding, Kind, ReleaseReport

__all__ = ["SCHEMES", "Finding", "Kind", "Release", "ReleaseReport", "read_releases"]
