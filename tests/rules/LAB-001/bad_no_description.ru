#+ finds: curriculum:test
#+ says: A first course has not exactly three core modules with title and description (found: Work).
DELETE WHERE { module:test-1 dct:description ?text }
