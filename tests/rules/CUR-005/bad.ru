#+ finds: curriculum:test
#+ says: A first course states 170 hours, its core modules add up to 160.
DELETE DATA { curriculum:test bw:hours 160.0 } ;
INSERT DATA { curriculum:test bw:hours 170.0 }
