"""Build a store: package content, ESCO releases, inferences, catalogue; what was added before stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from . import changes
from .catalog import CC_BY, ESCO_LICENCE, GraphDescription, current_esco, describe, inferred_description
from .content import packaged_graphs, packaged_quads, slice_quads, slice_version
from .curricula import DEADLINE, carry_over, entries
from .digest import GraphDigest, digest_each, digest_of
from .errors import EscoError
from .esco import SCHEMES, Kind, Release, ReleaseReport, read_releases
from .esco.source import version_key
from .licences import stated_licence
from .namespaces import ESCO_ATTRIBUTION, GRAPH, ID, esco_graph, source_of
from .places import Place, making, shown
from .queries import select
from .rules import infer
from .store import CATALOG, EmbeddedStore

_READ = 0.9
"""The share of a build that reading takes; the rest is inference and the catalogue."""

_PACKAGED = {
    "ontology": ("Ontology and vocabularies", "reference-design"),
    "facts": ("Facts: {}", "fact"),
    "reference": (
        "Reference design of bwise-kg: profiles and curricula proposed by this project, not by the B-WISE consortium",
        "reference-design",
    ),
    "translations": ("Translated labels, not reviewed: {}", "reference-design"),
}

RELEASE_NOTE = f"{ESCO_ATTRIBUTION} Converted from the CSV files of the ESCO portal into ESCO's RDF model."
SLICE_NOTE = f"{ESCO_ATTRIBUTION} A modified version: a part of ESCO, without descriptions."

Progress = Callable[[str, float], None]
"""Is told the step and its share of the whole job, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build made.

    place: its folder, or its URL without a password. statements: per graph IRI, inferred graphs included.
    esco: reports of the releases read.
    current_esco: the ESCO version in the default graph. embedded_slice: whether that is the slice.
    carried_over: graphs of curricula that were taken over from the store before.
    """

    place: str
    digest: str
    statements: dict[str, int]
    esco: tuple[ReleaseReport, ...]
    current_esco: str
    embedded_slice: bool
    carried_over: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """The folder of a store that is in one."""
        return Path(self.place)


def build(
    place: Place,
    esco: Iterable[str | Path] = (),
    *,
    current_version: str | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Build a store in a folder or at an endpoint; the one that is there works on until the new one is whole.

    esco: ``[VERSION=]PATH`` of ESCO releases (zips, folders); without any, or with partial ones
    only, the embedded slice is what answers rest on.
    current_version: the ESCO version of the default graph; by default the newest whole release,
    else the slice's.

    Raises EscoError for what is wrong with a release, StoreError for what is with the place.
    """
    progress = progress or _silent
    progress("find releases", 0)
    releases = read_releases(esco)
    now = _current(releases, current_version)
    with making(place) as (store, before):
        digests: dict[NamedNode, GraphDigest] = {}
        for graph, paths in packaged_graphs().items():
            quads = list(packaged_quads(graph, paths))
            digests[graph] = digest_of(quads)
            store.load(quads)
        store.load(digest_each(_esco(releases, progress), digests))
        _count_once(store, releases, digests)
        kept = carry_over(before, store)
        progress("infer", _READ)
        inferred = infer(store, [*digests, *kept], DEADLINE)
        progress("describe", 0.98)
        hidden = {graph for graph in digests if _is_esco(graph) and graph != esco_graph(now)}
        hidden |= {entry.graph for entry in entries(store) if not entry.newest}
        described = [_description(graph, digest, releases, graph not in hidden) for graph, digest in digests.items()]
        licences = {each.graph: each.licence for each in described}
        licences |= {graph: stated_licence(store, graph) for graph in kept}
        described += [
            inferred_description(
                graph,
                digest.statements,
                digest.hexdigest(),
                licence=licences[source_of(graph)],
                default=source_of(graph) not in hidden,
            )
            for graph, digest in inferred.items()
        ]
        store.load(describe(described))
        store.load([current_esco(now)])
        changes.record(store, entries(store))
        summary = BuildSummary(
            place=shown(place),
            digest=store.digest(),
            statements={
                row.name("graph"): int(row.text("statements")) for row in select(store, "graph_sizes.rq", [CATALOG])
            },
            esco=tuple(release.report for release in releases),
            current_esco=now,
            embedded_slice=now == slice_version() and not any(r.version == now and r.complete for r in releases),
            carried_over=tuple(graph.value for graph in kept),
        )
    progress("done", 1)
    return summary


def _silent(_step: str, _share: float) -> None:
    """Show no progress."""


def _current(releases: Sequence[Release], asked: str | None) -> str:
    """Return the ESCO version of the default graph: as asked, else the newest whole one, else the slice's."""
    whole = [release.version for release in releases if release.complete]
    if asked is None:
        return max(whole, key=version_key, default=slice_version())
    known = sorted({*(release.version for release in releases), slice_version()}, key=version_key)
    version = asked.removeprefix("v")
    if version not in known:
        raise EscoError(f"version {asked}", f"is not among the ESCO versions of this build: {', '.join(known)}")
    return version


def _esco(releases: Sequence[Release], progress: Progress) -> Iterator[Quad]:
    """Yield the slice, unless a whole release replaces it, then every release.

    A partial release of the slice's version adds to the slice what that does not have.
    """
    sliced = slice_version()
    embedded: set[Quad] = set()
    if not any(release.version == sliced and release.complete for release in releases):
        embedded = set(slice_quads())
        yield from slice_quads()
    total = sum(release.size for release in releases) or 1
    done = 0
    for release in releases:

        def count(size: int, release: Release = release) -> None:
            nonlocal done
            done += size
            progress(f"read ESCO {release.version}", min(done / total, 1) * _READ)

        for quad in release.quads(count):
            if quad not in embedded:
                yield quad


def _count_once(store: EmbeddedStore, releases: Sequence[Release], digests: dict[NamedNode, GraphDigest]) -> None:
    """Take the digest of a release's graph anew if its files say something more than once.

    The store holds a statement once however often it is loaded, a digest that grows with the
    stream does not notice.
    """
    for release in releases:
        digest = digests.get(release.graph, GraphDigest())
        if repeated := digest.statements - store.size(release.graph):
            release.report.met(Kind.REPEATED_STATEMENT, f"ESCO {release.version}", count=repeated)
            release.report.statements -= repeated
            digests[release.graph] = digest_of(store.quads(release.graph))


def _is_esco(graph: NamedNode) -> bool:
    return graph.value.startswith(GRAPH["esco/"].value)


def _description(graph: NamedNode, digest: GraphDigest, releases: Sequence[Release], default: bool) -> GraphDescription:
    name = graph.value.removeprefix(GRAPH.base)
    kind, _, version = name.partition("/")
    if kind == "esco":
        read = [release for release in releases if release.version == version]
        embedded = version == slice_version() and not any(release.complete for release in read)
        whole = {scheme for release in read for scheme in release.whole_schemes()}
        return GraphDescription(
            graph=graph,
            title=f"ESCO {version}" + (" (embedded slice)" if embedded else ""),
            origin=ID["origin/esco"],
            statements=digest.statements,
            digest=digest.hexdigest(),
            version=version,
            licence=ESCO_LICENCE,
            sources=tuple(Literal(file.name) for release in read for file in release.files),
            note=SLICE_NOTE if embedded else RELEASE_NOTE,
            default=default,
            all_of=tuple(scheme for scheme in SCHEMES if scheme in whole),
            part_of=tuple(scheme for scheme in SCHEMES if scheme not in whole),
        )
    title, origin = _PACKAGED[kind]
    return GraphDescription(
        graph=graph,
        title=title.format(version),
        origin=ID[f"origin/{origin}"],
        statements=digest.statements,
        digest=digest.hexdigest(),
        licence=CC_BY,
        default=default,
    )
