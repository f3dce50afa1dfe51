#+ finds: test:below
#+ says: below links by <http://www.w3.org/2004/02/skos/core#related> to <https://w3id.org/bwise/id/test/nothing>, which does not exist.
INSERT DATA { test:below skos:related test:nothing }
