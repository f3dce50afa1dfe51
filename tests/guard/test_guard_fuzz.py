"""No query that makes the engine ask outside gets by, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bwise_kg import QueryError
from bwise_kg.guard import check

if TYPE_CHECKING:
    from tests.guard.conftest import Outside

DECLARED = ("", "PREFIX : <URL> ", "PREFIX:<URL>", "PREFIXx:<URL>", "PREFIX SERVICE: <URL> ", "BASE <URL>", "#'\n")
FORMS = ("SELECT*{", "ASK{", "SELECT(1<2 AS?q){", "CONSTRUCT{}WHERE{", "SELECT * WHERE{")
FRONT = ("SERVICE", "service", "SeRvIcE", "SERVICE SILENT", "SERVICESILENT")
NAMES = (
    "<URL>",
    " <URL>",
    "#'\n<URL>",
    "\r\n<URL>",
    ":s",
    " :s",
    "x:s",
    "bw:s",
    " bw:a\\#'",
    "SERVICE:x",
    "<x>",
    "\t<URL#'>",
)
BACK = ("{}", " { ?s ?p ?o }", "{#}\n}", "{{}}")
ENDS = ("", "#'", '#"', "#'''", '#"""', "\n#>")
BLANKS = ("", "", " ", ".", "\n", "#\r", "#'\n", '#"""\n', "#'''\r\n", "# SERVICE <URL> {}\n")
ATOMS = (
    *("?s", "bw:a", "bw:a.b", "x:", ":a", "bw:\\#", "bw:\\'", "bw:a%27", "bw:a\u3001\\'", "bw:\u00e9", "a", "<urn:a>"),
    *("1", "1.", "1e5", "-1.5", "true", "false", "''", '""', "'a'", '"a"', '"""a"', "'''a'''", '"""a"""', '"a"@en'),
    *("'\\''", '"\\""', "'\\\\'", "'\\u0027'", '"\\u0022"', '"\\u005C"', "'\\q'", '"""\\q', "'\\uD800'", "\\u0022"),
    *(
        "<#>",
        "<'>",
        "<a'>",
        "<urn:#>",
        "<?s#>",
        "<?s'>",
        "<http://a\\u0041'>",
        "<http://a/#'>",
        "<<",
        ">>",
        "<<(",
        ")>>",
    ),
)
OPERATORS = ("<", ">", "=", "!=", "<=", "||", "&&", "+", "-", "*", "/", "^^", "@en", " ", "")
FRAMES = (
    *("FILTER(true||{})", "FILTER({}||true)", "FILTER(COALESCE({},true))", "BIND({} AS ?z)", "VALUES ?w{{{}}}"),
    *("OPTIONAL{{FILTER({})}}", "FILTER EXISTS{{}}", "?s ?p ?o", "?s ?p ?o;?p {}", "{{}}", "MINUS{{?s bw:x {}}}", "{}"),
    *("FILTER(?s<'>'||{}||true)", 'FILTER(?s<?o#>"""\n||{}||true)', "FILTER(?o!=<a#'>||{})", "BIND(1<'>'AS?y)"),
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Draw a query with a SERVICE clause behind and before what may hide it."""

    def one_of(choices: tuple[str, ...]) -> str:
        return draw(st.sampled_from(choices))

    def noise() -> str:
        inside = one_of(ATOMS) + one_of(OPERATORS) + one_of(ATOMS)
        return one_of(FRAMES).format(inside) + one_of(BLANKS)

    before = "".join(noise() for _ in range(draw(st.integers(0, 3))))
    service = one_of(FRONT) + one_of(NAMES) + one_of(BACK)
    behind = noise() if draw(st.booleans()) else ""
    return f"{one_of(DECLARED)}{one_of(DECLARED)}{one_of(FORMS)}{before}{service}{behind}}}{one_of(ENDS)}"


def test_no_query_with_service_gets_by(outside: Outside) -> None:
    asking = 0

    @settings(max_examples=4000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(queries())
    def is_refused(query: str) -> None:
        nonlocal asking
        query = query.replace("URL", outside.url)
        if outside.asked_by(query):
            asking += 1
            try:
                check(query)
            except QueryError:
                return
            raise AssertionError(query)

    is_refused()
    assert asking >= 300
