#+ finds: source:test
#+ says: test has no title.
DELETE WHERE { source:test dct:title ?t }
