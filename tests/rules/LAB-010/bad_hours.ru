#+ finds: curriculum:test
#+ says: Work in A first course has no units, or its units do not hold its hours and each outcome once.
DELETE DATA { unit:test-1-2 bw:hours 20.0 } ;
INSERT DATA { unit:test-1-2 bw:hours 10.0 }
