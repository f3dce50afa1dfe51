#+ finds: curriculum:test
#+ says: A first course states 155 hours, its core modules have 160; 150 to 200 that agree are needed.
DELETE DATA { curriculum:test bw:hours 160.0 } ;
INSERT DATA { curriculum:test bw:hours 155.0 }
