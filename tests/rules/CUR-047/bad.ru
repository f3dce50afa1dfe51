#+ finds: curriculum:test
#+ says: A first course states neither when it was made nor when it was changed.
DELETE WHERE { curriculum:test dct:created ?a } ; DELETE WHERE { curriculum:test dct:modified ?b }
