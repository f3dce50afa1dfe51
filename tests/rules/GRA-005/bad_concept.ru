#+ finds: scheme:test
#+ says: tests and other do not both say that one is at the top of the other.
DELETE DATA { test:other skos:topConceptOf scheme:test }
