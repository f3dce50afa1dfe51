#+ finds: outcome:test-1-3
#+ says: test-1-3 has to have one title in each language, with its language tag (found: –).
DELETE WHERE { outcome:test-1-3 dct:title ?title }
