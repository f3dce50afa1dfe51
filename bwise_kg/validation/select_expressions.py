"""SPARQL expressions as functions of a solution."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from ..namespaces import RDF, XSD
from .constraints import ALIKE, UnsupportedError
from .numbering import Numbers
from .select import Call, Expression, Variable
from .select_values import DoubtError, Value, amount, compare, equal, text

Row = list[int | None]
"""A solution: the number of a term by place of the variable, None where it is not bound."""

Evaluator = Callable[[Numbers, Row], Value | None]
"""Returns the value of an expression, None for an error."""

Condition = Callable[[Numbers, Row], bool | None]


def evaluator(expression: Expression, places: Mapping[str, int]) -> Evaluator:
    """Return what gives an expression its value; raises UnsupportedError. places: of variables in rows."""
    if isinstance(expression, NamedNode | Literal):
        return lambda _, __: expression
    if isinstance(expression, Variable):
        place = places[expression.name]

        def value(numbers: Numbers, row: Row) -> Value | None:
            number = row[place]
            return None if number is None else numbers.term(number)

        return value
    if not isinstance(expression, Call):
        raise UnsupportedError("an aggregate or EXISTS inside of an expression")
    if expression.name in _CONDITIONS:
        return condition(expression, places)
    if expression.name not in _FUNCTIONS:
        raise UnsupportedError(f"{expression.name} as a value")
    made = [evaluator(argument, places) for argument in expression.arguments]
    function = _FUNCTIONS[expression.name]
    return lambda numbers, row: function([argument(numbers, row) for argument in made])


def condition(expression: Expression, places: Mapping[str, int]) -> Condition:
    """Return what tells whether a condition holds (section 17.2: None for an error); raises UnsupportedError."""
    if not isinstance(expression, Call) or expression.name not in _CONDITIONS:
        raise UnsupportedError("a condition that is none")
    name, arguments = expression.name, expression.arguments
    if name == "BOUND":
        if not isinstance(arguments[0], Variable):
            raise UnsupportedError("BOUND of what is no variable")
        place = places[arguments[0].name]
        return lambda _, row: row[place] is not None
    if name in ("||", "&&", "!"):
        return _joined(name, [condition(argument, places) for argument in arguments])
    match arguments:
        case (Variable(variable), NamedNode() as iri) if name == "=":
            return _being(places[variable], iri)
    made = [evaluator(argument, places) for argument in arguments]
    if name == "REGEX":
        return _matching(made, arguments)
    test = _TESTS[name]
    return lambda numbers, row: test([argument(numbers, row) for argument in made])


def _being(place: int, iri: NamedNode) -> Condition:
    """Return what tells whether a variable is an IRI: that is a matter of numbers."""

    def being(numbers: Numbers, row: Row) -> bool | None:
        number = row[place]
        return None if number is None else number == numbers.find(iri)

    return being


def _joined(name: str, conditions: Sequence[Condition]) -> Condition:
    if name == "!":
        (one,) = conditions

        def negated(numbers: Numbers, row: Row) -> bool | None:
            found = one(numbers, row)
            return None if found is None else not found

        return negated
    decisive = name == "||"

    def joined(numbers: Numbers, row: Row) -> bool | None:
        result: bool | None = not decisive
        for one in conditions:
            found = one(numbers, row)
            if found is decisive:
                return decisive
            if found is None:
                result = None
        return result

    return joined


def _matching(made: Sequence[Evaluator], arguments: Sequence[Expression]) -> Condition:
    pattern = arguments[1]
    if len(arguments) != 2 or not isinstance(pattern, Literal) or not ALIKE.fullmatch(pattern.value):
        raise UnsupportedError("a pattern that Python may read otherwise")
    search = re.compile(pattern.value.replace("$", r"\Z"), re.ASCII).search

    def matching(numbers: Numbers, row: Row) -> bool | None:
        found = text(made[0](numbers, row))
        return None if found is None else search(found) is not None

    return matching


Arguments = Sequence[Value | None]


def _string(arguments: Arguments) -> Value | None:
    (value,) = arguments
    if isinstance(value, NamedNode):
        return Literal(value.value)
    if isinstance(value, Literal):
        if value.datatype not in (XSD.string, RDF.langString):
            raise DoubtError("the text of a number or the like, which may be written in several ways")
        return Literal(value.value)
    if value is None or isinstance(value, BlankNode):
        return None
    raise DoubtError("the text of what was worked out")


def _language(arguments: Arguments) -> Value | None:
    (value,) = arguments
    return Literal(value.language or "") if isinstance(value, Literal) else None


def _lower(arguments: Arguments) -> Value | None:
    found = text(arguments[0])
    return None if found is None else Literal(found.lower())


def _together(arguments: Arguments) -> Value | None:
    found = [text(value) for value in arguments]
    return None if None in found else Literal("".join(map(str, found)))


def _datatype(arguments: Arguments) -> Value | None:
    (value,) = arguments
    return value.datatype if isinstance(value, Literal) else None


def _product(arguments: Arguments) -> Value | None:
    left, right = map(amount, arguments)
    return None if left is None or right is None else left * right


_FUNCTIONS: dict[str, Callable[[Arguments], Value | None]] = {
    "STR": _string,
    "LANG": _language,
    "LCASE": _lower,
    "CONCAT": _together,
    "DATATYPE": _datatype,
    "COALESCE": lambda arguments: next((value for value in arguments if value is not None), None),
    "*": _product,
}


def _texts(test: Callable[[str, str], bool]) -> Callable[[Arguments], bool | None]:
    def tested(arguments: Arguments) -> bool | None:
        left, right = map(text, arguments)
        return None if left is None or right is None else test(left, right)

    return tested


def _in_range(tag: str, wanted: str) -> bool:
    """Tell whether a language is in a range (RFC 4647, basic filtering)."""
    if wanted == "*":
        return tag != ""
    return tag.lower() == wanted.lower() or tag.lower().startswith(f"{wanted.lower()}-")


def _kind(*kinds: type) -> Callable[[Arguments], bool | None]:
    return lambda arguments: None if arguments[0] is None else isinstance(arguments[0], kinds)


def _unequal(arguments: Arguments) -> bool | None:
    found = equal(arguments[0], arguments[1])
    return None if found is None else not found


_TESTS: dict[str, Callable[[Arguments], bool | None]] = {
    "=": lambda arguments: equal(arguments[0], arguments[1]),
    "!=": _unequal,
    "<": lambda arguments: compare(lambda sign: sign < 0, arguments[0], arguments[1]),
    ">": lambda arguments: compare(lambda sign: sign > 0, arguments[0], arguments[1]),
    "<=": lambda arguments: compare(lambda sign: sign <= 0, arguments[0], arguments[1]),
    ">=": lambda arguments: compare(lambda sign: sign >= 0, arguments[0], arguments[1]),
    "CONTAINS": _texts(lambda text_, part: part in text_),
    "STRSTARTS": _texts(lambda text_, part: text_.startswith(part)),
    "LANGMATCHES": _texts(_in_range),
    "ISIRI": _kind(NamedNode),
    "ISBLANK": _kind(BlankNode),
    "ISLITERAL": _kind(Literal, bool, int),
    "ISNUMERIC": lambda arguments: None if arguments[0] is None else amount(arguments[0]) is not None,
}
_CONDITIONS = {*_TESTS, "||", "&&", "!", "BOUND", "REGEX"}
