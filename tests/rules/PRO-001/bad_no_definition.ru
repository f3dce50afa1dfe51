#+ finds: profile:test
#+ says: made-up supporter has to have one name in each language, and a definition (found: –).
DELETE WHERE { profile:test skos:definition ?text }
