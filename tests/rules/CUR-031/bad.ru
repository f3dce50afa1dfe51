#+ finds: curriculum:test
#+ says: A first course states an EQF level and not what it rests on.
DELETE WHERE { curriculum:test bw:levelBasis ?basis }
