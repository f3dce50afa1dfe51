"""Tokens for writing: made at random, kept as a hash, told from the command line, a file or the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bwise_kg.errors import DataError
from bwise_kg.tokens import HashedToken, new_token
from tests.api.serving import TOKEN, serving

RUN = [sys.executable, "-c", "from bwise_kg.cli import main; main()"]


def test_hash_knows_its_token_and_no_other() -> None:
    token = new_token()
    hashed = HashedToken.of(token)
    assert hashed.matches(token)
    for other in ("", token[:-1], token + "x", token.swapcase(), new_token(), str(hashed)):
        assert not hashed.matches(other)
    assert token not in repr(hashed) + str(hashed)


def test_hash_is_salted_and_can_be_kept_instead_of_the_token() -> None:
    token = new_token()
    one, two = HashedToken.of(token), HashedToken.of(token)
    assert str(one) != str(two)
    assert HashedToken.of(str(one)) == one
    assert HashedToken.of(f"{one}\n").matches(token)
    assert len({new_token() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "weak", ["", "short", "x" * 40, "ab" * 20, "0123456789 0123456789 0123456789", "ü" * 40, "sha256:1:2"]
)
def test_token_that_could_be_guessed_is_refused(weak: str) -> None:
    with pytest.raises(DataError, match="bwise-kg token") as told:
        HashedToken.of(weak)
    assert not weak or weak not in str(told.value)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    without = {name: value for name, value in os.environ.items() if name != "BWISE_TOKEN"}
    return subprocess.run(
        [*RUN, *arguments], capture_output=True, text=True, check=False, env=without | environment, timeout=60
    )


def test_command_makes_a_token_and_its_hash() -> None:
    lines = run("token").stdout.split()
    assert HashedToken.of(lines[3]).matches(lines[1])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--writable"], "needs a token: make one with bwise-kg token"),
        (["--writable", "--token", "weak"], "has to be random"),
        (["--writable", "--token-file", "/nowhere/token"], "/nowhere/token: the token cannot be read"),
        (["--writable", "--token", TOKEN, "--token-file", "x"], "not both"),
        (["--token", TOKEN], "add --writable"),
    ],
)
def test_service_without_a_good_token_does_not_start(slice_store: Path, arguments: list[str], told: str) -> None:
    done = run("serve", "--port", "0", "--store", str(slice_store), *arguments)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr


def test_token_from_a_file_option_or_environment(slice_store: Path, tmp_path: Path) -> None:
    hashed, file = str(HashedToken.of(TOKEN)), tmp_path / "token"
    file.write_text(hashed + "\n")
    ways: list[tuple[list[str], dict[str, str]]] = [
        (["--token-file", str(file)], {}),
        (["--token", TOKEN], {}),
        ([], {"BWISE_TOKEN": hashed}),
    ]
    for options, environment in ways:
        with serving(slice_store, "--writable", *options, **environment) as server, server.client() as client:
            statuses = [
                client.post(
                    "/sparql", data={"update": "no update"}, headers={"Authorization": f"bearer {token}"}
                ).status_code
                for token in (TOKEN, TOKEN + "x", hashed)
            ]
            assert statuses == [400, 401, 401]


def test_environment_variable_alone_makes_nothing_writable(slice_store: Path) -> None:
    with serving(slice_store, BWISE_TOKEN=TOKEN) as server, server.client() as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
