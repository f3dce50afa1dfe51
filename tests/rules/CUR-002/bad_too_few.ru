#+ finds: curriculum:test
#+ says: A first course has 149.5 hours; between 150 and 200 are needed.
DELETE DATA { curriculum:test bw:hours 160.0 . module:test-1 bw:hours 60.0 . unit:test-1-1 bw:hours 40.0 . credit:test elm:point 6.0 } ;
INSERT DATA { curriculum:test bw:hours 149.5 . module:test-1 bw:hours 49.5 . unit:test-1-1 bw:hours 29.5 . credit:test elm:point 5.5 }
