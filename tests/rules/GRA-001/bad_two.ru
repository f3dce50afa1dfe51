#+ finds: test:top
#+ says: top has to have one preferred label in each language, with its tag.
INSERT DATA { test:top skos:prefLabel "the top"@en }
