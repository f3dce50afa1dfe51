#+ finds: test:top
#+ says: oben has no preferred label in English.
DELETE DATA { test:top skos:prefLabel "top"@en }
