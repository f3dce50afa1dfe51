"""The open competence knowledge graph for Work Integration Social Enterprises (WISEs).

>>> from bwise_kg import open_graph
>>> open_graph("my-store").coverage("supporter")  # doctest: +SKIP
"""

from .build import BuildSummary, build
from .coverage import Attainment, Coverage, SkillCoverage, Tally, Verdict, cover
from .curriculum import AttainedSkill, Curriculum, Module, Outcome
from .errors import BwiseError, DataError, EscoError, NotFoundError, QueryError, StoreError, VersionExistsError
from .graph import Graph, open_graph
from .profile import Profile, SkillRequirement
from .questions import Answer, Question
from .store import EmbeddedStore, Store

__all__ = [
    "Answer",
    "AttainedSkill",
    "Attainment",
    "BuildSummary",
    "BwiseError",
    "Coverage",
    "Curriculum",
    "DataError",
    "EmbeddedStore",
    "EscoError",
    "Graph",
    "Module",
    "NotFoundError",
    "Outcome",
    "Profile",
    "QueryError",
    "Question",
    "SkillCoverage",
    "SkillRequirement",
    "Store",
    "StoreError",
    "Tally",
    "Verdict",
    "VersionExistsError",
    "build",
    "cover",
    "open_graph",
]
