#+ finds: curriculum:test
#+ says: A first course lacks its EQF level, its credit or what they rest on, or its credit does not fit its hours.
DELETE DATA { credit:test elm:point 6.0 } ;
INSERT DATA { credit:test elm:point 9.0 }
