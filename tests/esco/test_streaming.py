"""Reading holds no release in memory: what is kept are the URIs of concepts, not texts and statements."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bwise_kg.esco import read_releases
from bwise_kg.namespaces import RDF

Tables = dict[str, list[dict[str, str]]]
Write = Callable[[Tables], Path]

SCRIPT = """
import re, sys
from pathlib import Path
from bwise_kg.esco import read_releases
from bwise_kg.namespaces import ESCO

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

(release,) = read_releases([sys.argv[1]])
peaks, relations = [peak()], 0
for quad in release.quads():
    if quad.predicate == ESCO.relatedEssentialSkill:
        if not relations:
            peaks.append(peak())
        relations += 1
print(*peaks, peak(), release.size, relations)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read off /proc")
def test_memory_holds_neither_texts_nor_relations(esco_111: Path) -> None:
    """The CSV text of v1.1.1 is 50 MB in the languages here, its statements as a list take 377 MB.

    Reading takes 25 MB more than the modules do, for the URIs of 18,000 concepts in a few sets, the
    longest cell and buffers; two thirds of the text leave room for other allocators. Relations,
    which are half of the text, take none: a buffer's worth is allowed.
    """
    run = subprocess.run([sys.executable, "-c", SCRIPT, esco_111], check=True, capture_output=True, text=True)
    before, with_concepts, after, size, relations = map(int, run.stdout.split())
    assert size > 43_000_000
    assert relations == 64_891 + 191
    assert after - before < size * 2 / 3
    assert after - with_concepts < 2_000_000


def test_nothing_is_read_before_it_is_asked_for(small: Tables, write: Write) -> None:
    small["skills_en"][0]["skillType"] = "wrong"
    (release,) = read_releases([write(small)])
    assert next(release.quads()).predicate == RDF.type
    assert release.report.statements == 1


def test_a_release_can_be_read_again(small: Tables, write: Write) -> None:
    (release,) = read_releases([write(small)])
    quads, report = list(release.quads()), release.report
    assert list(release.quads()) == quads
    assert release.report == report
    assert release.report is not report


def test_progress_counts_every_byte_once(small: Tables, write: Write) -> None:
    """Also those of long files, in steps, and none of relations in further languages, which are not read."""
    skills, relations = small["skills_en"], small.pop("skillSkillRelations")
    small["skills_en"] = [
        row | {"conceptUri": f"{row['conceptUri']}{number}"} for number in range(1_000) for row in skills
    ]
    small |= {"skillSkillRelations_en": relations, "skillSkillRelations_de": relations}
    folder = write(small)
    (release,) = read_releases([folder])
    steps: list[int] = []
    assert sum(1 for _ in release.quads(steps.append)) == release.report.statements
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert sum(steps) == release.size == sum(sizes.values()) - sizes["skillSkillRelations_de.csv"]
    assert min(steps) > 0
    assert max(steps) < sizes["skills_en.csv"] / 2
