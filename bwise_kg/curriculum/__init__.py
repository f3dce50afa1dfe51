"""Curricula: the model, and the forms they come in."""

from .model import AttainedSkill, Curriculum, Module, Outcome, Texts, text_in
from .rdf import find_curriculum, parse_file

__all__ = ["AttainedSkill", "Curriculum", "Module", "Outcome", "Texts", "find_curriculum", "parse_file", "text_in"]
