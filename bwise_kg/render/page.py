"""What all pages have in common: templates, style, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..namespaces import ESCO_ATTRIBUTION
from ..words import words
from .labels import tail


def environment(language: str = "en") -> Environment:
    """Return an environment for the templates; every text is escaped.

    language: of what templates say by ``gettext`` and ``ngettext``, and of the page.
    """
    made = Environment(
        loader=PackageLoader("bwise_kg.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    wording = words(language)
    made.install_gettext_translations(wording.catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.globals["page_language"] = wording.language
    made.globals["ESCO_ATTRIBUTION"] = ESCO_ATTRIBUTION
    made.filters["tail"] = tail
    made.tests["web_address"] = is_web_address
    return made


def is_web_address(iri: str) -> bool:
    """Tell whether an IRI may be linked to: a curriculum from elsewhere may hold ``javascript:`` ones."""
    return iri.startswith(("http://", "https://"))


@functools.cache
def head(name: str) -> Mapping[str, str]:
    """Return the style and the script (if there is one) of a page, and a policy that allows these and nothing else."""
    style = _source("page.css") + _source(f"{name}.css")
    script = _source(f"{name}.js") if (_TEMPLATES / f"{name}.js").is_file() else ""
    allowed = f"style-src {_digest(style)}; " + (f"script-src {_digest(script)}; " if script else "")
    return {
        "style": Markup(style),  # noqa: S704 - our own files
        "script": Markup(script),  # noqa: S704
        "policy": f"default-src 'none'; {allowed}base-uri 'none'; form-action 'none'",
    }


_TEMPLATES = files("bwise_kg.render") / "templates"


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
