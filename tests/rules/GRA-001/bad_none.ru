#+ finds: test:below
#+ says: below has to have one preferred label in each language, with its tag.
DELETE WHERE { test:below skos:prefLabel ?label }
