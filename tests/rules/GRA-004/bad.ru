#+ finds: test:below
#+ says: below is related to top, which is above it.
INSERT DATA { test:top skos:related test:below }
