"""The five seeds read by their own structure: headings, bullets, numbered lines, dates, bracketed names.

Nothing here knows the graph, and nothing in the graph was made by this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkPackageText:
    """A section of the page on work packages."""

    number: int
    title: str
    objective: str
    tasks: tuple[str, ...]
    lead: str


@dataclass(frozen=True, slots=True)
class OutputText:
    """A row of the table of outputs; ``planned`` in the form of xsd:gYearMonth."""

    number: int
    title: str
    audiences: tuple[str, ...]
    what: str
    aim: str
    planned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerText:
    """A line of the list of partners."""

    number: int
    name: str
    country: str
    remark: str | None


@dataclass(frozen=True, slots=True)
class Seeds:
    """The texts by number of the seed, and what their structure says."""

    texts: Mapping[str, str]

    @property
    def work_packages(self) -> tuple[WorkPackageText, ...]:
        parts = re.split(r"^Work Package (\d)\s*[:-]\s*(.+)$", self.texts["000"], flags=re.MULTILINE)[1:]
        return tuple(_work_package(*parts[at : at + 3]) for at in range(0, len(parts), 3))

    @property
    def outputs(self) -> tuple[OutputText, ...]:
        table = between(self.texts["001"], "Planned publication", "Activities and events:")
        parts = re.split(r"^#(\d+) (.+)$", table, flags=re.MULTILINE)[1:]
        return tuple(_output(*parts[at : at + 3]) for at in range(0, len(parts), 3))

    @property
    def partners(self) -> tuple[PartnerText, ...]:
        lines = re.findall(r"^ +(\d+)\. (.+), (\w+)(?: \((.+)\))?$", self._list_of_partners, flags=re.MULTILINE)
        return tuple(PartnerText(int(number), name, country, remark or None) for number, name, country, remark in lines)

    @property
    def partners_announced(self) -> int:
        return int(only(r"^(\d+) partners:$", self._list_of_partners))

    @property
    def target_groups(self) -> dict[str, tuple[str, ...]]:
        """Return each numbered target group with its bullets."""
        groups: dict[str, tuple[str, ...]] = {}
        for line in between(self.texts["001"], "Project main target groups:", "Outputs:").splitlines():
            if numbered := re.match(r" +\d+\. (.+)", line):
                groups[numbered[1].strip()] = ()
            elif bullet := re.match(r" +• (.+)", line):
                name = next(reversed(groups))
                groups[name] = (*groups[name], bullet[1].strip())
        return groups

    @property
    def country_codes(self) -> dict[str, tuple[str, ...]]:
        """Return the bracketed lists of country codes, by seed."""
        pattern = r"\(((?:[A-Z]{2}, )+[A-Z]{2})\)"
        return {seed: tuple(only(pattern, text).split(", ")) for seed, text in self.texts.items() if seed < "002"}

    @property
    def kick_off(self) -> tuple[int, int, str]:
        first, last, month = re.findall(r"Kick-off meeting: (\d+)th-(\d+)th (\w+ \d{4})", self.texts["001"])[0]
        return int(first), int(last), month

    @property
    def duration(self) -> tuple[int, str, str]:
        """Return the months, and the first and last one in the form of xsd:gYearMonth."""
        pattern = r"^(\d+) months, (\d\d)/(\d{4})-(\d\d)/(\d{4})$"
        ((months, start, start_year, end, end_year),) = re.findall(pattern, self.texts["001"], flags=re.MULTILINE)
        return int(months), f"{start_year}-{start}", f"{end_year}-{end}"

    @property
    def funding(self) -> str:
        return between(self.texts["001"], "Funding:", "Impact on").strip()

    @property
    def people(self) -> frozenset[str]:
        """Return the people named: two contacts, one who opened the meeting, three who welcomed the partners."""
        contacts = re.findall(r"^([^\n,]+), .+$", self.texts["001"].split("More information:")[1], flags=re.MULTILINE)
        opened = only(r"introduction from (.+?) from EASPD", self.texts["002"])
        welcomed = only(r"welcome word from (.+?) from the European Commission", self.texts["002"])
        return frozenset({*contacts, opened, *re.split(r", | and ", welcomed)})

    @property
    def _list_of_partners(self) -> str:
        return between(self.texts["001"], "Partners:", "Funding:")


def read_seeds(folder: Path) -> Seeds:
    """Read the five text files of a folder, by the number that their names begin with."""
    return Seeds({path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))})


def between(text: str, start: str, end: str) -> str:
    """Return what stands between two headings."""
    return text.split(start, 1)[1].split(end, 1)[0]


def only(pattern: str, text: str) -> str:
    """Return the one match of a pattern's group; none, or two that differ, fails."""
    (found,) = set(re.findall(pattern, text, flags=re.MULTILINE))
    return str(found)


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs that hold more than blanks."""
    for paragraph in re.split(r"\n[\s\u00a0]*\n", text):
        if stripped := paragraph.strip():
            yield stripped


def _work_package(number: str, title: str, body: str) -> WorkPackageText:
    parts = re.match(r"\s*Objective:?\n(.+?)\nTasks:?\n(.+?)\nLead partner:?\s+([^\n]+)", body, flags=re.DOTALL)
    assert parts, f"work package {number} is set out in another way"
    tasks = re.findall(r"^ +• (.+)$", parts[2], flags=re.MULTILINE)
    return WorkPackageText(int(number), title.strip(), parts[1].strip(), tuple(tasks), parts[3].strip())


def _output(number: str, title: str, body: str) -> OutputText:
    audiences, *cells = paragraphs(body)
    planned = tuple(f"{year}-{month}" for month, year in re.findall(r"\b(\d\d)/(\d{4})\b", body))
    texts = [cell for cell in cells if not re.match(r"\d\d/\d{4}", cell)]
    what, aim = texts if len(texts) == 2 else ("", *texts)  # output #11 leaves the cell "What is it?" empty
    names = tuple(line.removeprefix("-").strip() for line in audiences.splitlines())
    return OutputText(int(number), title, names, what, aim, planned)
