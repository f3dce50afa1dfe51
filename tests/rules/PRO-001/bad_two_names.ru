#+ finds: profile:test
#+ says: made-up supporter has to have one name in each language, and a definition (found: –).
INSERT DATA { profile:test skos:prefLabel "second name"@en }
