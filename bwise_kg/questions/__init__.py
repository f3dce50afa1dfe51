"""The competency questions: kept as ``.rq`` files, answered from the graph alone.

>>> question("cq02").users.value
'designer'
"""

from .asking import ask
from .model import (
    Answer,
    Cell,
    Given,
    Note,
    Parameter,
    ParameterType,
    Picture,
    PictureKind,
    Question,
    Resource,
    Status,
    UserGroup,
    Value,
)
from .reading import question, questions, read_question

__all__ = [
    "Answer",
    "Cell",
    "Given",
    "Note",
    "Parameter",
    "ParameterType",
    "Picture",
    "PictureKind",
    "Question",
    "Resource",
    "Status",
    "UserGroup",
    "Value",
    "ask",
    "question",
    "questions",
    "read_question",
]
