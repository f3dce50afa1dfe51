"""The files of ``tests/validation/test_hostile.py`` sent to the service: refused, and the next request is answered."""

from __future__ import annotations

import os
import re
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx
import jsonschema
import pytest

from tests.api.api import API, get, schema
from tests.api.serving import Server
from tests.validation.test_hostile import COURSE, HARMLESS, LEARNED, MODULES, REFUSED

SECONDS = 60.0
"""How long an answer may take: what blows up takes hours, a busy machine a few seconds."""
MEMORY = 2 << 30
"""Bytes that a worker may ever have had in memory."""
UNKNOWN = {"turtle.txt", "turtle", "macros.xlsm"}
"""Files whose kind the service does not take at all."""
RULES_ONLY = {"none.ttl", "skill.ttl", "profile.ttl"}
"""What only a validation asks for, or says in other words: that there is one curriculum with an IRI of its own."""


@dataclass
class Elsewhere:
    """What files point to: a server that nobody should call, and a pipe that nobody writes to."""

    url: str
    pipe: Path
    calls: list[object] = field(default_factory=list)

    def content(self, text: str | bytes) -> bytes:
        """Return a file that points there."""
        return (
            text if isinstance(text, bytes) else text.replace("URL", self.url).replace("PIPE", str(self.pipe)).encode()
        )


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    pipe = tmp_path_factory.mktemp("pipe") / "pipe"
    os.mkfifo(pipe)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Elsewhere(f"http://127.0.0.1:{listener.getsockname()[1]}", pipe)

        def count() -> None:
            while True:
                try:
                    connection, caller = listener.accept()
                except OSError:
                    return
                found.calls.append(caller)
                connection.close()

        Thread(target=count, daemon=True).start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
    assert found.calls == []


def sent(client: httpx.Client, path: str, name: str, content: bytes, **parameters: str) -> httpx.Response:
    files = {"file": (name, content, "application/octet-stream")}
    return client.post(API + path, files=files, params=parameters, timeout=SECONDS)


def most_memory(server: Server) -> int:
    """Return the most that a worker ever had in memory, in bytes."""
    peaks = [0]
    for worker in server.workers():
        try:
            status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
        except OSError:
            continue  # replaced by now
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            peaks.append(int(found[1]) * 1024)
    return max(peaks)


def require_refused(answer: httpx.Response, statuses: set[int]) -> dict[str, object]:
    """Hold that an answer is a problem of the sender's, short and without what is not theirs to know."""
    assert answer.status_code in statuses, answer.text[:2000]
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = answer.json()
    assert set(problem) >= {"type", "title", "status"}
    assert problem["status"] == answer.status_code
    assert len(answer.content) < 10_000
    assert "/tmp" not in answer.text
    assert "Traceback" not in answer.text
    return problem


def require_serving(client: httpx.Client, server: Server) -> None:
    """Hold that the next request is answered, and that no worker has grown."""
    assert get(client, "/profiles", limit=1)["data"]
    assert most_memory(server) < MEMORY


@pytest.mark.parametrize("path", ["/validate", "/coverage"])
@pytest.mark.parametrize("name", REFUSED, ids=lambda name: name.encode("unicode_escape").decode())
def test_refused(client: httpx.Client, server: Server, elsewhere: Elsewhere, name: str, path: str) -> None:
    text, message = REFUSED[name]
    content = elsewhere.content(text)
    answer = sent(client, path, name, content)
    if len(content) > 20 << 20:
        require_refused(answer, {413})
    elif name in UNKNOWN:
        require_refused(answer, {415})
    elif path == "/coverage" and name in RULES_ONLY:
        assert answer.status_code in {200, 422}
    else:
        problem = require_refused(answer, {422})
        assert re.search(message.replace("new\\\\nline \\\\x1b\\[31m", "new"), str(problem["detail"])) or "\n" in name
    require_serving(client, server)
    assert elsewhere.calls == []


@pytest.mark.parametrize("path", ["/validate", "/coverage"])
def test_a_zip_bomb(client: httpx.Client, server: Server, tmp_path: Path, path: str) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", b" " * (1 << 30))
    answer = sent(client, path, "bomb.xlsx", (tmp_path / "bomb.xlsx").read_bytes(), lang="de")
    problem = require_refused(answer, {422})
    assert "ist entpackt größer, als ein Curriculum ist" in str(problem["detail"])
    require_serving(client, server)


@pytest.mark.parametrize("name", ["outcomes.ttl", "digits.ttl", "clique.ttl", "elements.rdf", "context.jsonld"])
def test_refusals_are_in_the_language_that_is_asked_for(client: httpx.Client, elsewhere: Elsewhere, name: str) -> None:
    content = elsewhere.content(REFUSED[name][0])
    said = {
        str(require_refused(sent(client, "/validate", name, content, lang=lang), {422})["detail"])
        for lang in ("en", "fr", "pl", "el")
    }
    assert len(said) == 4


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(client: httpx.Client, server: Server, elsewhere: Elsewhere, name: str) -> None:
    plain = sent(client, "/validate", "plain.ttl", COURSE.encode())
    answer = sent(client, "/validate", "course.ttl", elsewhere.content(COURSE + HARMLESS[name]))
    unmet = []
    for each in (plain, answer):
        assert each.status_code == 200, each.text
        (report,) = each.json()["data"]["reports"]
        assert report["conforms"] is False
        unmet.append({rule["id"] for rule in report["rules"] if rule["state"] == "not met"})
    assert unmet[0] <= unmet[1], "what a file says took a finding away"
    assert "mine" not in answer.text
    require_serving(client, server)
    assert elsewhere.calls == []


def test_the_largest_curriculum_that_is_read(client: httpx.Client, server: Server) -> None:
    """60 modules and 480 outcomes that lack everything: each rule has its first findings, and says how many more."""
    text = "".join(
        MODULES.format(f":m{n}", f":m{n}")
        + "".join(f":m{n}" + LEARNED.format(f":o{n}-{k}", f":o{n}-{k}", "same") for k in range(8))
        for n in range(60)
    )
    answer = sent(client, "/validate", "large.ttl", (COURSE + text).encode())
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    jsonschema.validate(data, schema("validation"))
    by_id = {rule["id"]: rule for rule in data["reports"][0]["rules"]}
    assert (by_id["CUR-022"]["found"], by_id["CUR-022"]["more"]) == (479, 379)
    assert len(answer.content) < 5_000_000
    require_serving(client, server)
