#+ finds: test:top
#+ says: top is mapped to <https://example.org/a> in ways that exclude each other.
INSERT DATA { test:top skos:exactMatch <https://example.org/a> ; skos:broadMatch <https://example.org/a> }
