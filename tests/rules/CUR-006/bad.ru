#+ finds: module:test-1
#+ says: Work states 60 hours, its units add up to 65.
DELETE DATA { unit:test-1-2 bw:hours 20.0 } ;
INSERT DATA { unit:test-1-2 bw:hours 25.0 }
