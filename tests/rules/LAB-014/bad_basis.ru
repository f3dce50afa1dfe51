#+ finds: curriculum:test
#+ says: A first course lacks its EQF level, its credit or what they rest on, or its credit does not fit its hours.
DELETE WHERE { curriculum:test bw:levelBasis ?basis }
