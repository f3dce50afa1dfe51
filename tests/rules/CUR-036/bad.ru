#+ finds: curriculum:test
#+ says: A first course states no credit value.
DELETE WHERE { curriculum:test elm:creditPoint ?credit }
