#+ finds: curriculum:test
#+ says: A first course names no sources.
DELETE WHERE { curriculum:test dct:source ?source }
