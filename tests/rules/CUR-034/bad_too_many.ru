#+ finds: curriculum:test
#+ says: A first course gives 7 ECTS credits for 160 hours; 25 to 30 hours make one.
DELETE DATA { credit:test elm:point 6.0 } ;
INSERT DATA { credit:test elm:point 7.0 }
