#+ finds: curriculum:test
#+ says: A first course states 0 hours, its core modules have 160; 150 to 200 that agree are needed.
DELETE DATA { curriculum:test bw:hours 160.0 } ;
DELETE DATA { credit:test elm:framework education-credit:6fcec5c5af } ; INSERT DATA { credit:test elm:framework <https://example.org/framework> }
