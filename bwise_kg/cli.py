"""The command line: ``bwise-kg``."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .commands.coverage import coverage
from .commands.curricula import convert, template
from .commands.esco import app as esco_app
from .commands.mappings import app as mappings_app
from .commands.options import LabelsOption, OutputOption, StoreOption
from .commands.questions import app as ask_app
from .commands.serve import new_token, serve
from .commands.translations import app as translations_app
from .commands.validate import validate
from .errors import BwiseError, printable
from .outputs import require_other
from .render.answers import AnswerFormat
from .settings import settings
from .terminal import plain, progress, query_text, show, write, written

app = typer.Typer(
    name="bwise-kg",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="The open competence knowledge graph for Work Integration Social Enterprises, on ESCO.",
    epilog="Start with `bwise-kg build`, then `bwise-kg coverage supporter`.",
)
app.add_typer(esco_app, name="esco")
app.add_typer(ask_app, name="ask")
app.add_typer(mappings_app, name="mappings")
app.add_typer(translations_app, name="translations")
app.command(
    epilog="Examples: `bwise-kg serve` · `bwise-kg serve --port 0 --store store --workers 4` · "
    "`bwise-kg serve --writable --token-file token.txt`"
)(serve)
app.command("token", epilog="Example: `bwise-kg token`")(new_token)
app.command(
    epilog="Examples: `bwise-kg validate supporter` · `bwise-kg validate course.ttl --format html -o report.html` · "
    "`bwise-kg validate *.ttl --ruleset curriculum --ruleset label --lang de`"
)(validate)

EXIT_ERROR = 2
"""Exit code for what a user can mend."""
EXIT_INTERRUPTED = 130


class ListFormat(StrEnum):
    """How lists are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


EscoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--esco",
        metavar="[VERSION=]PATH",
        help="An ESCO release: the portal's zips, unpacked CSV files, or a folder of either. Repeatable.",
    ),
]


def main() -> None:
    """Run the command line; mistakes of a user end in one line on standard error and exit code 2."""
    try:
        app()
    except BwiseError as error:
        text = "\n".join(map(printable, str(error).split("\n")))
        Console(stderr=True, highlight=False).print(f"error: {text}", style="red", markup=False, soft_wrap=True)
        sys.exit(EXIT_ERROR)
    except KeyboardInterrupt:
        Console(stderr=True).print("interrupted; nothing was changed")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader, e.g. `head`, has seen enough
        sys.exit(0)


def _version(asked: bool) -> None:
    if asked:
        print(f"bwise-kg {package_version('bwise-kg')}")  # noqa: T201 - plain for scripts
        raise typer.Exit


@app.callback()
def _options(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


@app.command(
    epilog="Examples: `bwise-kg build` · `bwise-kg build --esco ~/esco/v1.1.1` · "
    "`bwise-kg build --esco 1.2.1=dump.zip --out store`"
)
def build(
    esco: EscoOption = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FOLDER|URL", help="The store: a folder, or the URL of a SPARQL endpoint (or BWISE_STORE)."
        ),
    ] = None,
    current: Annotated[
        str | None, typer.Option("--current", help="ESCO version that answers rest on; else the newest whole one.")
    ] = None,
) -> None:
    """Build the store: ontology, reference design, ESCO, inferences.

    Without a release the embedded slice of ESCO serves. The store that is there works on until the new
    one is whole, and curricula that were added stay.
    """
    from .build import build as build_store
    from .render.report import build_table

    with progress() as tell:
        summary = build_store(out or settings().store, esco or [], current_version=current, progress=tell)
    show(build_table(summary))


app.command(epilog="Example: `bwise-kg template supporter --lang fr -o our-course.xlsx`")(template)
app.command(
    epilog="Examples: `bwise-kg convert our-course.xlsx -o our-course.ttl` · `bwise-kg convert supporter -o copy.ods`"
)(convert)


@app.command(
    epilog="Examples: `bwise-kg add our-course.xlsx --version 1.0` · `bwise-kg add our-course.ttl --version 1.0`"
)
def add(
    file: Annotated[
        Path, typer.Argument(help="A workbook (.xlsx, .ods), a folder of CSV files, or RDF, with one curriculum.")
    ],
    version: Annotated[str, typer.Option("--version", help="Version of the curriculum, e.g. 1.0.")],
    name: Annotated[str | None, typer.Option("--name", help="Short name; else the end of its IRI.")] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="Language of a workbook that does not say its own, e.g. fr.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Bring a version of a curriculum into the store; it is never changed afterwards.

    A workbook with cells that cannot be read is refused, with all of them named.
    """
    from .commands.reading import read_told
    from .curricula import add as add_curriculum
    from .curriculum.rdf import FORMATS
    from .graph import open_graph

    language = lang or settings().lang
    entry, new = add_curriculum(store or settings().store, file, version, name, language)
    if file.suffix.lower() not in FORMATS:
        read_told(file, open_graph(store), language)
    done = "added" if new else "was there already, unchanged"
    show(f"{entry.name} {entry.version} {done}. See: bwise-kg coverage {entry.name}@{entry.version}")


@app.command("list", epilog="Example: `bwise-kg list --format csv`")
def list_curricula(
    store: StoreOption = None,
    format_: Annotated[ListFormat, typer.Option("--format")] = ListFormat.TABLE,
    lang: LabelsOption = None,
) -> None:
    """List the curricula in the store, every version."""
    from .graph import open_graph
    from .render.data import to_csv
    from .render.report import curricula_data, curricula_table

    entries = open_graph(store).curricula
    if format_ is ListFormat.TABLE:
        show(curricula_table(entries, lang or settings().lang))
        return
    rows = curricula_data(entries, lang or settings().lang)
    if format_ is ListFormat.JSON:
        write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", None)
    else:
        write(to_csv(rows[0], (row.values() for row in rows)), None)


@app.command(epilog="Example: `bwise-kg remove our-course --version 1.0`")
def remove(
    name: Annotated[str, typer.Argument(help="Short name or IRI of an added curriculum.")],
    version: Annotated[str | None, typer.Option("--version", help="Only this version.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    store: StoreOption = None,
) -> None:
    """Take a curriculum, or one version of it, out of the store."""
    from .curricula import remove as remove_curriculum

    if not yes:
        typer.confirm(f"Take {name} {version or '(all versions)'} out of the store?", abort=True, err=True)
    for entry in remove_curriculum(store or settings().store, name, version, settings().lang):
        show(f"{entry.name} {entry.version} removed")


app.command(
    epilog="Examples: `bwise-kg coverage supporter` · "
    "`bwise-kg coverage course.ttl --profile supporter --format html -o course.html`"
)(coverage)


@app.command(
    epilog="Examples: `bwise-kg query 'SELECT * { ?s a bw:Curriculum }'` · `bwise-kg query question.rq --format csv`"
)
def query(
    text: Annotated[
        str, typer.Argument(metavar="FILE|-|TEXT", help="A file with SPARQL, - for standard input, or SPARQL.")
    ],
    format_: Annotated[
        AnswerFormat | None, typer.Option("--format", help="Default: table, and turtle for CONSTRUCT and DESCRIBE.")
    ] = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Ask the store in SPARQL, read-only; the usual prefixes are declared."""
    from .graph import open_graph
    from .render.answers import write_answer

    require_other(output, [text])
    answer = open_graph(store).query(query_text(text))
    with written(output) as stream:
        shown = write_answer(answer, format_, stream)
        if shown is not None and output is not None:
            stream.write(plain(shown))
        elif shown is not None:
            show(shown)
