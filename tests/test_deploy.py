"""The files for containers: their commands are run here, without a container engine, and do what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from tests.endpoint.servers import emptied

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = DEPLOY / "Containerfile"


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the container file with their arguments."""
    lines = CONTAINERFILE.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    found = [line.split(None, 1) for line in lines if line.strip() and not line.startswith("#")]
    return [(name, argument) for name, argument in found]


def arguments(instruction: str) -> list[str]:
    return [argument for name, argument in instructions() if name == instruction]


class Image:
    """What the instructions make, in a folder instead of a container: its paths stand below the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(root)}

    def placed(self, text: str) -> str:
        """Return a command with the container's paths placed below the folder."""
        return re.sub(r"(?<![\w./])/(src|wheels|opt|var)\b", rf"{self.root}/\1", text)

    def run(self, command: str, folder: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", self.placed(command)],
            cwd=self.placed(folder),
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Carry out the instructions; users and the instructions about other stages aside."""
    image, folder = Image(tmp_path_factory.mktemp("image")), "/src"
    for name, argument in instructions():
        if name == "WORKDIR":
            folder = argument
            Path(image.placed(folder)).mkdir(parents=True, exist_ok=True)
        elif name == "COPY" and argument == ". .":
            left_out = shutil.ignore_patterns(
                *(ROOT / ".dockerignore").read_text(encoding="utf-8").replace("**/", "").split()
            )
            shutil.copytree(ROOT, image.placed(folder), ignore=left_out, dirs_exist_ok=True)
        elif name == "COPY" and not argument.startswith("--from"):
            source, target = argument.split()
            shutil.copy(ROOT / source, image.placed(target))
        elif name == "ENV":
            variable, value = argument.split("=", 1)
            image.environment[variable] = image.placed(value).replace("$PATH", image.environment["PATH"])
        elif name == "RUN" and not argument.startswith("useradd"):
            done = image.run(argument, folder)
            assert done.returncode == 0, argument + done.stdout + done.stderr
    return image


@pytest.fixture(scope="module")
def running(image: Image) -> Iterator[str]:
    """Start what the container starts, on a free loopback port, and return its address."""
    with started(image, json.loads(arguments("CMD")[-1]), {}) as url:
        yield url


@contextmanager
def started(image: Image, command: list[str], more: dict[str, str]) -> Iterator[str]:
    """Start a command of the container on a free loopback port, and yield its address."""
    entry = json.loads(arguments("ENTRYPOINT")[-1])
    program = shutil.which(entry[0], path=image.environment["PATH"])
    assert program is not None
    environment = image.environment | more | {"BWISE_HOST": "127.0.0.1", "BWISE_PORT": "0"}
    process = subprocess.Popen(
        [program, *entry[1:], *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert match, said
        yield match[0]
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def test_image_holds_the_program_and_a_store(image: Image) -> None:
    program = shutil.which("bwise-kg", path=image.environment["PATH"])
    assert program == str(image.root / "opt" / "bwise-kg" / "bin" / "bwise-kg")
    assert (Path(image.environment["BWISE_STORE"]) / "current").is_file()
    assert not (image.root / "src" / ".git").exists()
    assert not (image.root / "src" / "tests").exists()


def test_container_serves_and_its_health_check_sees_it(image: Image, running: str) -> None:
    assert healthy(image, running)
    assert not healthy(image, "http://127.0.0.1:9")
    answer = httpx.get(f"{running}/sparql", params={"query": "ASK { ?c a bw:Curriculum }"})
    assert answer.json()["boolean"] is True


def healthy(image: Image, url: str) -> bool:
    """Tell what the container's health check says of a service."""
    (check,) = arguments("HEALTHCHECK")
    command = check.partition("CMD ")[2].replace("http://127.0.0.1:8000", url)
    return image.run(command, "/var").returncode == 0


def test_container_runs_without_privileges() -> None:
    names = [name for name, _ in instructions()]
    last_user = max(i for i, name in enumerate(names) if name == "USER")
    assert arguments("USER") == ["bwise-kg"]
    assert last_user < names.index("ENTRYPOINT")
    assert "ADD" not in names


def composed() -> list[Path]:
    return sorted(DEPLOY.glob("compose*.yaml"))


@pytest.mark.parametrize("path", composed(), ids=lambda path: path.name)
def test_ports_are_published_on_loopback_only(path: Path) -> None:
    services = yaml.safe_load(path.read_text(encoding="utf-8"))["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(str(port).startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("path", composed(), ids=lambda path: path.name)
def test_files_volumes_and_commands_are_there(path: Path, image: Image) -> None:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    for service in said["services"].values():
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in said["volumes"], volume
        if "build" not in service:
            assert re.search(r":[\w.-]*\d", service["image"]), "an image without a version"
            continue
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == CONTAINERFILE
        command = service.get("command", ["serve"])
        words = command if isinstance(command, list) else shlex.split(command)
        assert image.run(f"bwise-kg {words[0]} --help", "/var").returncode == 0


def virtuoso_composed(password: str, address: str) -> dict[str, Any]:
    """Return the services with Virtuoso, its password and address filled in."""
    text = (DEPLOY / "compose-virtuoso.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\$\{VIRTUOSO_PASSWORD:\?[^}]*\}", password, text).replace("virtuoso:8890", address)
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    return services


def test_virtuoso_is_told_its_password_by_the_environment_only() -> None:
    text = (DEPLOY / "compose-virtuoso.yaml").read_text(encoding="utf-8")
    said = yaml.safe_load(text)["services"]
    assert re.fullmatch(r"\$\{VIRTUOSO_PASSWORD:\?.+\}", said["virtuoso"]["environment"]["DBA_PASSWORD"])
    assert "ports" not in said["virtuoso"]
    assert said["build"]["depends_on"]["virtuoso"]["condition"] == "service_healthy"
    assert said["bwise-kg"]["depends_on"]["build"]["condition"] == "service_completed_successfully"
    for name in ("build", "bwise-kg"):
        assert said[name]["environment"]["BWISE_STORE"].endswith("@virtuoso:8890/sparql")


def test_composed_with_virtuoso_it_is_built_there_and_served(image: Image, virtuoso_url: str, tmp_path: Path) -> None:
    """What the services run, one after the other, on a Virtuoso of this machine."""
    emptied(virtuoso_url)
    address = urlsplit(virtuoso_url)
    said = virtuoso_composed(str(address.password), f"127.0.0.1:{address.port}")
    assert said["build"]["environment"]["BWISE_STORE"] == virtuoso_url
    check = [word.replace("8890", str(address.port)) for word in said["virtuoso"]["healthcheck"]["test"][1:]]
    assert subprocess.run(check, check=False).returncode == 0
    assert subprocess.run([*check[:-1], check[-1].replace(str(address.port), "9")], check=False).returncode != 0
    environment = {**said["build"]["environment"], "XDG_CACHE_HOME": str(tmp_path)}
    built = image.run(shlex.join(["bwise-kg", *said["build"]["command"]]), "/var", **environment)
    assert built.returncode == 0, built.stderr
    with started(image, said["bwise-kg"]["command"], environment) as url:
        answer = httpx.get(f"{url}/sparql", params={"query": "ASK { ?c a bw:Curriculum }"}, timeout=60)
        assert answer.json()["boolean"] is True
        assert healthy(image, url)
