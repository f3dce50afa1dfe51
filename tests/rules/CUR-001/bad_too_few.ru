#+ finds: curriculum:test
#+ says: A first course has 2 core modules; exactly three are needed.
# The third module becomes an optional one; its hours go to the second.
DELETE DATA { module:test-3 a bw:CoreModule . curriculum:test bw:hours 160.0 . module:test-2 bw:hours 50.0 . unit:test-2-1 bw:hours 50.0 } ;
INSERT DATA { module:test-3 a bw:OptionalModule . curriculum:test bw:hours 160.0 . module:test-2 bw:hours 100.0 . unit:test-2-1 bw:hours 100.0 }
