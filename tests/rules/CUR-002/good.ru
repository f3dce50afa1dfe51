DELETE DATA { curriculum:test bw:hours 160.0 . module:test-1 bw:hours 60.0 . unit:test-1-1 bw:hours 40.0 } ;
INSERT DATA { curriculum:test bw:hours 150.0 . module:test-1 bw:hours 50.0 . unit:test-1-1 bw:hours 30.0 }
