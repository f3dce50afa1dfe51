#+ finds: curriculum:test
#+ says: A first course has not exactly three core modules with title and description (found: –).
DELETE DATA { module:test-3 a bw:CoreModule . module:test-2 bw:hours 50.0 . unit:test-2-1 bw:hours 50.0 } ;
INSERT DATA { module:test-3 a bw:OptionalModule . module:test-2 bw:hours 100.0 . unit:test-2-1 bw:hours 100.0 }
