"""What the tests of mapping sets share: a small set as a file, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Spoil = Callable[..., str]

HEADER = """\
#curie_map:
#  ex: https://example.org/id/
#  occupation: http://data.europa.eu/esco/occupation/
#  profile: https://w3id.org/bwise/id/profile/
#  esco-scheme: http://data.europa.eu/esco/concept-scheme/
#mapping_set_id: https://example.org/mapping-set/ours
#license: https://creativecommons.org/licenses/by/4.0/
#object_source: esco-scheme:occupations
#object_source_version: 1.1.1
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\n"
FIRST = (
    "profile:supporter\tskos:closeMatch\toccupation:e4112a88-973f-4c7a-97f5-2241e6b6833f\t"
    "employment and vocational integration consultant\tsemapv:ManualMappingCuration\t0.7\n"
)
SECOND = (
    "ex:placement-officer\tskos:broadMatch\toccupation:c60ede09-b67b-4173-8991-b9b694149488\t"
    "employment support worker\tsemapv:ManualMappingCuration\t0.8\n"
)
SECOND_LINE = 12
"""Where the second mapping stands: nine lines of header, the columns, the first mapping."""


@pytest.fixture
def spoil() -> Spoil:
    """Return a function that puts something else into the second mapping, or into the whole file."""

    def spoil(old: str = "", new: str = "", *, everywhere: bool = False) -> str:
        if everywhere:
            text = HEADER + COLUMNS + FIRST + SECOND
            assert old in text
            return text.replace(old, new)
        assert old in SECOND
        return HEADER + COLUMNS + FIRST + SECOND.replace(old, new)

    return spoil
