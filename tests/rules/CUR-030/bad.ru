#+ finds: curriculum:test
#+ says: A first course states no EQF level.
DELETE DATA { curriculum:test elm:educationLevel eqf:2 }
