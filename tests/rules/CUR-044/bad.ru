#+ finds: curriculum:test
#+ says: A first course names no provider.
DELETE WHERE { curriculum:test elm:providedBy ?provider }
