#+ finds: module:test-2
#+ says: Tools has no description.
DELETE WHERE { module:test-2 dct:description ?text }
