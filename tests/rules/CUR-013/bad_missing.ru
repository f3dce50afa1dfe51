#+ finds: module:test-3
#+ says: test-3 has to have one title in each language, with its language tag (found: –).
DELETE WHERE { module:test-3 dct:title ?title }
