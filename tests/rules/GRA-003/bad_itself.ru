#+ finds: test:below
#+ says: below is broader than itself.
INSERT DATA { test:below skos:broader test:below }
